import { expect, test } from "vitest";
import type { OpeningId, SlotId } from "../../shared/ids.ts";
import { frameOf, sampleOf } from "./frames.ts";
import type { Seen } from "./ports.ts";
import { addTallies, bucketCount, bucketOf, type OwnTally, percentileOf, type TallyRow } from "./rules.ts";
import { createTallies } from "./tally.ts";

test("percentiles of what was counted are at most 9 % above what was measured, whatever the size", () => {
  for (const measured of [1.2, 7, 49, 333, 2_500, 40_000]) {
    const latencies = Array(bucketCount).fill(0);
    latencies[bucketOf(measured)] = 100;
    const told = percentileOf(latencies, 0.99) as number;
    expect(told).toBeGreaterThanOrEqual(measured * 0.999);
    expect(told).toBeLessThanOrEqual(measured * 1.1);
  }
  expect([bucketOf(0), bucketOf(-1), bucketOf(Number.NaN), bucketOf(1e9)]).toEqual([0, 0, 0, bucketCount - 1]);
  expect(percentileOf([], 0.5)).toBeNull();
  const mixed = Array(bucketCount).fill(0);
  mixed[bucketOf(10)] = 98;
  mixed[bucketOf(1_000)] = 2;
  expect(percentileOf(mixed, 0.5)).toBeLessThan(12);
  expect(percentileOf(mixed, 0.99)).toBeGreaterThan(999);
});

test("answers are counted by what they were; made-up slots take no room, and who was overtaken is seen", () => {
  let now = 1_000;
  const tallies = createTallies(() => now);
  tallies.answered("404", 404, "not-found", 1);
  tallies.answered("429", 429, "too-many-requests", 1);
  expect(tallies.news()).toEqual([]);
  tallies.answered("7", 201, null, 10);
  now = 1_005;
  tallies.answered("7", 201, null, 40);
  tallies.answered("7", 200, null, 1);
  tallies.answered("7", 409, "line-full", 1);
  tallies.answered("7", 429, "too-many-requests", 1);
  const [row] = tallies.news();
  expect(row).toMatchObject({
    ...{ slot: "7", fresh: 2, repeats: 1, overtaken: 1, overtakenMs: 25 },
    refusals: { "line-full": 1, "too-many-requests": 1 },
  });
  expect(row?.latencies.reduce((sum, count) => sum + count, 0)).toBe(4);
  expect(tallies.news()).toEqual([]);
});

test("what could not be told is told again in full; a slot without an opening is let go after five times", () => {
  const tallies = createTallies();
  tallies.answered("7", 201, null, 1);
  const first = tallies.news();
  tallies.untold(first);
  for (let times = 0; times < 5; times += 1) {
    const again = tallies.news();
    expect(again).toEqual(first);
    tallies.told(again, new Map());
  }
  expect(tallies.news()).toEqual([]);
  tallies.answered("7", 429, "too-many-requests", 1);
  expect(tallies.news()).toEqual([]);
});

test("what was counted of an opening ends with it; what comes then is counted anew", () => {
  const tallies = createTallies();
  for (const slot of ["7", "8"]) tallies.answered(slot, 201, null, 1);
  const [seven, eight] = tallies.news() as [OwnTally, OwnTally];
  const [over, on] = ["1", "2"] as [OpeningId, OpeningId];
  tallies.told(
    [seven, eight],
    new Map([
      [seven.id, over],
      [eight.id, on],
    ]),
  );
  expect([tallies.openings(), tallies.news()]).toEqual([[over, on], []]);
  tallies.end([over]);
  expect(tallies.openings()).toEqual([on]);
  for (const slot of ["7", "8"]) tallies.answered(slot, 200, null, 1);
  const news = tallies.news();
  expect(news).toMatchObject([
    { slot: "8", id: eight.id, opening: on, fresh: 1, repeats: 1 },
    { slot: "7", opening: null, fresh: 0, repeats: 1 },
  ]);
  // What is still on its way of the one before says nothing of this one.
  tallies.told([seven], new Map([[seven.id, over]]));
  expect(tallies.openings()).toEqual([on]);
});

test("what processes counted is added up; rates are of what grew, and never negative", () => {
  const tally = (more: Partial<TallyRow>): TallyRow => ({
    ...{ id: "a", slot: "1" as SlotId, fresh: 1, repeats: 0, overtaken: 0, overtakenMs: 3, refusals: { busy: 2 } },
    latencies: [1, 2],
    ...more,
  });
  expect(addTallies([tally({}), tally({ overtakenMs: 9, refusals: { busy: 1, closed: 4 } })])).toMatchObject({
    ...{ fresh: 2, overtakenMs: 9, refusals: { busy: 3, closed: 4 }, latencies: [2, 4] },
  });
  const line = { capacity: 5, held: 5, waiting: 1, joined: 6 };
  const seen = (joined: number, refusals: Record<string, number>) =>
    ({
      ...{ store: "1", opening: "1", isClosed: false, opensAt: "", second: 1, slotCount: 1, pausedCount: 0 },
      all: { ...line, joined },
      slots: [{ id: "1", startsAt: "", paused: false, ...line, joined }],
      tallies: [tally({ refusals })],
    }) as unknown as Seen;
  const before = sampleOf(seen(6, { busy: 2 }), 0);
  const now = seen(26, { busy: 12 });
  const frame = frameOf(now, [before], sampleOf(now, 2_000));
  for (const told of [frame.all, frame.slots[0]]) {
    expect(told).toMatchObject({ joined: 26, joinsPerSecond: 10, refused: 12, refusalsPerSecond: 5 });
  }
  const gone = seen(0, {});
  expect(frameOf(gone, [before], sampleOf(gone, 1_000)).all).toMatchObject({ joinsPerSecond: 0, refusalsPerSecond: 0 });
  expect(frameOf(now, [], sampleOf(now, 1_000)).all.joinsPerSecond).toBe(0);
});
