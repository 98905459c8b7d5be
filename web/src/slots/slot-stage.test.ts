import { expect, test } from "vitest";
import type { Slot } from "../../../shared/slots.ts";
import { isNearlyFull, seatsAtOnce, seatsForNewcomers, seatsLeft, stageOf } from "./slot-stage.ts";

const at = (minutes: number) => new Date(minutes * 60_000).toISOString();
const slot = { opensAt: at(10), closesAt: at(30), startsAt: at(20), capacity: 40, held: 36, bookableNow: 4 } as Slot;

test("a slot opens at its moment and closes with the earlier of its closing and its start", () => {
  expect([9.999, 10, 19.999, 20].map((minutes) => stageOf(slot, minutes * 60_000))).toEqual([
    "before",
    "open",
    "open",
    "closed",
  ]);
  expect(stageOf({ ...slot, closesAt: at(15) }, 15 * 60_000)).toBe("closed");
  expect(stageOf({ ...slot, closedAt: at(12) }, 12 * 60_000)).toBe("closed");
});

test("what the press brings follows from bookableNow, not from the seats left", () => {
  expect(seatsLeft(slot)).toBe(4);
  expect(seatsAtOnce(slot, 4)).toBe(true);
  expect(seatsAtOnce({ ...slot, bookableNow: 0 }, 1)).toBe(false);
  expect(isNearlyFull(slot)).toBe(true);
});

test("a newcomer sees no seat left while nobody new is seated", () => {
  expect(seatsForNewcomers(slot)).toBe(4);
  expect(seatsForNewcomers({ ...slot, bookableNow: 2 })).toBe(4);
  expect(seatsForNewcomers({ ...slot, bookableNow: 0 })).toBe(0);
});
