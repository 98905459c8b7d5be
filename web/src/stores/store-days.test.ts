import { expect, test } from "vitest";
import type { Slot } from "../../../shared/slots.ts";
import { daysOf, firstDay } from "./store-days.ts";

const now = Date.parse("2026-11-22T20:00:00Z");
const run = { startsOn: "2026-11-20", endsOn: "2026-11-26", timeZone: "Asia/Seoul" };
const slot = (startsAt: string, held: number, bookableNow = 2 - held) =>
  ({ startsAt, held, capacity: 2, bookableNow }) as Slot;
/** 23:30 on the 23rd in Seoul is still the 23rd there, though 14:30 in Greenwich. */
const slots = [slot("2026-11-23T14:30:00Z", 2), slot("2026-11-24T02:00:00Z", 2), slot("2026-11-24T05:00:00Z", 1)];

test("days are the store's own, from today on, and say whether there is a seat", () => {
  expect(daysOf(run, slots, true, now).map(({ day, seats }) => [day, seats])).toEqual([
    ["2026-11-23", "gone"],
    ["2026-11-24", "free"],
    ["2026-11-25", "none"],
    ["2026-11-26", "none"],
  ]);
});

test("days beyond the slots that were read are unknown, not empty", () => {
  expect(daysOf(run, slots, false, now).map(({ seats }) => seats)).toEqual(["gone", "free", "unknown", "unknown"]);
});

test("a seat that goes to whoever waits makes no day free", () => {
  const waitedFor = slot("2026-11-24T02:00:00Z", 1, 0);
  expect(daysOf(run, [waitedFor], true, now).map(({ seats }) => seats)).toEqual(["none", "gone", "none", "none"]);
});

test("weeks begin on Monday", () => {
  expect(daysOf(run, [], true, now).map(({ weekday }) => weekday)).toEqual([1, 2, 3, 4]);
});

test("the first day with a seat is shown first, else the first with a time", () => {
  expect(firstDay(daysOf(run, slots, true, now))).toBe("2026-11-24");
  expect(firstDay(daysOf(run, slots.slice(0, 1), true, now))).toBe("2026-11-23");
  expect(firstDay(daysOf({ ...run, endsOn: "2026-11-21" }, [], true, now))).toBeNull();
});
