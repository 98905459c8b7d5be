import { expect, test } from "vitest";
import type { SlotId } from "../../../shared/ids.ts";
import { createEntrance } from "./entrance.ts";
import type { Card, Kept } from "./ports.ts";

const hourMs = 3_600_000;
const numbered = (from: number, count: number) =>
  Array.from({ length: count }, (_, at) => `${from + at}`) as unknown as SlotId[];

function cardOf(slot: SlotId): Card {
  const moments = { opensAt: 0, closesAt: hourMs, startsAt: hourMs, recoveringUntil: 0, now: 1 };
  const line = { epoch: 1, first: 1, last: 10_000, next: 1, waiting: 0, departed: 0, free: 1 };
  const rules = { largest: 1, mostWaiting: 10, listOpen: true, paused: false, fillsGaps: false };
  return { slot, isBuffered: true, staysDirect: false, isQuiet: false, ...moments, ...line, ...rules };
}

interface Wish {
  readonly slots: readonly SlotId[];
  readonly readMs?: number;
  /** Of each read, where they differ. */
  readonly readsMs?: readonly number[];
  readonly keepMs?: number;
  /** Slots that open soon, and those of them that another process takes in the same moment, or whose row is locked. */
  readonly ahead?: readonly SlotId[];
  readonly takenElsewhere?: SlotId;
  readonly locked?: SlotId;
  readonly isRedisAway?: boolean;
}

/** A ledger with so many buffered slots, whose reads and whose Redis take their time by one clock. */
function open({ slots, readMs = 0, readsMs = [], keepMs = 0, ahead = [], takenElsewhere, locked, ...more }: Wish) {
  const reads = [...readsMs];
  let now = 0;
  const [kept, taken]: [Map<SlotId, number>, SlotId[]] = [new Map(), []];
  const gone = new Set<SlotId>();
  const entrance = createEntrance({
    buffer: {
      async keep({ slot }, mayMake): Promise<Kept> {
        if (gone.has(slot) && !mayMake) return "absent";
        kept.set(slot, (kept.get(slot) ?? 0) + 1);
        await null;
        now += keepMs;
        return "there";
      },
      drop: async () => (more.isRedisAway ? Promise.reject(new Error("Redis is away")) : undefined),
    },
    entrances: {
      async cards(asked) {
        now += reads.shift() ?? readMs;
        return asked.map((slot) => ({ ...cardOf(slot), isBuffered: taken.includes(slot) || !ahead.includes(slot) }));
      },
      async take(slot) {
        if (slot === locked) throw new Error("canceling statement due to lock timeout");
        if (slot === takenElsewhere) return false;
        taken.push(slot);
        return true;
      },
      handBack: async () => true,
      async buffered(after, most) {
        const start = after === null ? 0 : slots.indexOf(after) + 1;
        return slots.slice(start, start + most);
      },
      aboutToOpen: async (most) => ahead.slice(0, most),
    },
    clock: { wait: () => new Promise(() => undefined) },
    elapsedMs: () => now,
  });
  return { entrance, kept, taken, gone };
}

test("S19, D6: of more than 500 buffered slots every card is renewed, also where each takes its time", async () => {
  for (const count of [0, 1, 50, 520]) {
    const slots = numbered(1, count);
    const { entrance, kept } = open({ slots, readMs: 100, keepMs: 5 });
    await entrance.renewAll();
    expect([...kept.keys()]).toEqual(slots);
  }
});

test("DESIGN 1: one card that is gone is made anew and keeps no other from being renewed", async () => {
  const slots = numbered(1, 60);
  const { entrance, kept, taken, gone } = open({ slots });
  gone.add("2" as SlotId);
  await entrance.renewAll();
  expect([taken, kept.size]).toEqual([["2"], 60]);
});

test("decision 0039, clocks: what was read of a slot more than 250 ms ago is not taken", async () => {
  for (const [readMs, isTaken] of [[250, true] as const, [251, false] as const]) {
    const { entrance, kept } = open({ slots: numbered(1, 1), readMs });
    const renewed = entrance.renewAll();
    await (isTaken ? renewed : expect(renewed).rejects.toThrow("some cards could not be renewed"));
    const opened = entrance.open("1" as SlotId);
    await (isTaken ? opened : expect(opened).rejects.toMatchObject({ code: "ECONNREFUSED" }));
    expect(kept.get("1" as SlotId) ?? 0).toBe(isTaken ? 2 : 0);
  }
});

test("decision 0039, clocks: of a slot just taken what is too old is read again, and never taken", async () => {
  for (const [readsMs, isTaken] of [[[0, 900, 250], true] as const, [[0, 900, 251, 900], false] as const]) {
    const { entrance, kept, gone, taken } = open({ slots: numbered(1, 1), readsMs });
    gone.add("1" as SlotId);
    const opened = entrance.open("1" as SlotId);
    await (isTaken ? opened : expect(opened).rejects.toMatchObject({ code: "ECONNREFUSED" }));
    expect([taken, kept.get("1" as SlotId)]).toEqual([["1"], isTaken ? 1 : undefined]);
  }
});

test("TRUST, PostgreSQL away: slots that open soon have cards before anybody presses, some at a time", async () => {
  const ahead = numbered(1, 60);
  const [takenElsewhere, locked] = ["2", "3"] as [SlotId, SlotId];
  const { entrance, kept, taken } = open({ slots: [], ahead, takenElsewhere, locked });
  await expect(entrance.renewAll()).rejects.toMatchObject({
    errors: [expect.objectContaining({ message: expect.stringContaining("lock") })],
  });
  const ours = ahead.slice(0, 50).filter((slot) => slot !== takenElsewhere && slot !== locked);
  expect([taken, [...kept.keys()]]).toEqual([ours, ours]);
});

test("decision 0039: with 5,000 buffered slots none more is taken before its first press", async () => {
  for (const [count, expected] of [[4_999, ["9999"]] as const, [5_000, []] as const]) {
    const { entrance, taken } = open({ slots: numbered(1, count), ahead: ["9999" as SlotId] });
    await entrance.renewAll();
    expect(taken).toEqual(expected);
  }
});

test("DESIGN 1: with Redis away no slot is taken ahead, whose card would be missed as if lost", async () => {
  const { entrance, taken } = open({ slots: [], ahead: numbered(1, 60), isRedisAway: true });
  await expect(entrance.renewAll()).rejects.toMatchObject({ errors: { length: 3 } });
  expect(taken).toEqual([]);
});

test("S27: a server that is to end takes no more slots ahead", async () => {
  const { entrance, taken } = open({ slots: [], ahead: numbered(1, 60) });
  await entrance.renewAll(() => taken.length === 2);
  expect(taken).toEqual(["1", "2"]);
});
