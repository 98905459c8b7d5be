import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Entry } from "../../../shared/line.ts";
import { dueInMs, neverFartherBack, rankOf, seatsMissing } from "./rank.ts";
import { createRankSpeaker } from "./rank-speaker.ts";

const entry = (id: string, ahead: number | null, departed = 0) =>
  ({ id, ahead, behind: 0, state: "waitlisted", departed }) as Entry;

test("I10: a late answer cannot move a place back, and keeps counting from where the newer one stood", () => {
  const now = entry("1-5", 2, 7);
  expect(neverFartherBack(now, entry("1-5", 4, 5))).toMatchObject({ ahead: 2, departed: 7 });
  expect(neverFartherBack(now, entry("1-5", 1, 8))).toMatchObject({ ahead: 1, departed: 8 });
});

test("another entry starts where it stands, and an ended one has no place", () => {
  expect(neverFartherBack(entry("1-5", 0), entry("1-9", 4)).ahead).toBe(4);
  expect(neverFartherBack(entry("1-5", 3), entry("1-5", null)).ahead).toBeNull();
  expect(neverFartherBack(null, entry("1-5", 3)).ahead).toBe(3);
});

test("ranks count from one", () => {
  expect(rankOf(entry("1-5", 0))).toBe(1);
});

test("the odds never promise a seat for fewer than the groups ahead and mine need at the least", () => {
  const place = (ahead: number, partySize: number) => ({ ...entry("1-5", ahead), partySize });
  expect(seatsMissing(place(0, 1), { capacity: 6, held: 6 })).toBe(1);
  expect(seatsMissing(place(2, 4), { capacity: 6, held: 6 })).toBe(6);
  expect(seatsMissing(place(0, 4), { capacity: 6, held: 4 })).toBe(2);
  expect(seatsMissing(place(9, 4), { capacity: 6, held: 6 })).toBeGreaterThan(6);
  // Free and not yet given: the next look says confirmed.
  expect(seatsMissing(place(0, 1), { capacity: 6, held: 2 })).toBe(1);
});

test("a screen reader hears the first rank and milestones, at most every 20 s", () => {
  const now = (rank: number, isLost = false) => ({ rank, isLost });
  const last = (rank: number, isLost = false) => ({ rank, isLost, at: 0 });
  expect(dueInMs(now(1284), null, 0)).toBe(0);
  expect(dueInMs(now(1001), last(1284), 60_000)).toBeNull();
  expect(dueInMs(now(1000), last(1284), 20_000)).toBe(0);
  expect(dueInMs(now(980), last(1284), 19_999)).toBe(1);
  expect(dueInMs(now(980), last(980), 60_000)).toBeNull();
  expect(dueInMs(now(980, true), last(1284), 60_000)).toBe(0);
  expect(dueInMs(now(980, true), last(1284, true), 60_000)).toBeNull();
  expect(dueInMs(now(1284), last(1284, true), 5_000)).toBe(15_000);
  expect(dueInMs(now(1284), { rank: null, isLost: false, at: 0 }, 20_000)).toBe(0);
});

describe("what is heard, and when", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function listen() {
    const heard: string[] = [];
    const begun = performance.now();
    const speaker = createRankSpeaker((word, rank) => {
      heard.push(`${(performance.now() - begun) / 1_000} s: ${word} ${rank}`);
    });
    const tell = (rank: number, isLost = false) => speaker.tell({ rank, isLost });
    return { heard, tell, stop: speaker.stop, pass: (seconds: number) => vi.advanceTimersByTime(seconds * 1_000) };
  }

  test("a milestone of the quiet time is said at its end, as the rank is then", () => {
    const { heard, tell, pass } = listen();
    tell(120);
    pass(5);
    tell(98);
    pass(5);
    tell(97);
    pass(60);
    expect(heard).toEqual(["0 s: rank 120", "20 s: rank 97"]);
  });

  test("lost and back keep the quiet time; gone and back within it is nothing; a milestone comes after them", () => {
    const { heard, tell, pass } = listen();
    tell(120);
    pass(2);
    tell(120, true);
    pass(2);
    tell(119);
    pass(30);
    expect(heard).toEqual(["0 s: rank 120"]);
    tell(119, true);
    pass(3);
    tell(95);
    pass(60);
    expect(heard.slice(1)).toEqual(["34 s: lost 119", "54 s: back 95", "74 s: rank 95"]);
  });

  test("whoever leaves the page hears nothing more", () => {
    const { heard, tell, stop, pass } = listen();
    tell(120);
    tell(98);
    stop();
    pass(60);
    expect(heard).toHaveLength(1);
  });
});
