import { expect, test } from "vitest";
import type { Entry } from "./line.ts";
import type { SlotFrame } from "./live.ts";
import { placeAfter } from "./live-place.ts";

test("I10: a place that is not written yet falls with each batch that is, and never grows", () => {
  const entry = { id: "5-9", slotId: "5", ticket: 9, state: "waiting", ahead: 8, departed: 0, receipt: "r" };
  const frame = { id: "5", rev: 1, waiting: 0, departed: 0, gone: [] as number[] };
  const aheadAfter = (more: Partial<SlotFrame>) =>
    (placeAfter(entry as unknown as Entry, { ...frame, ...more } as SlotFrame) as Entry).ahead;
  // Three seats and two who wait in front; then three of those ahead left unwritten and are let go of.
  expect(aheadAfter({ next: 6, waiting: 2 })).toBe(5);
  expect(aheadAfter({ next: 9, waiting: 2 })).toBe(2);
  // Later tickets are written, or nothing is said, or less is known than before.
  expect(aheadAfter({ next: 12, waiting: 7 })).toBe(8);
  expect(aheadAfter({})).toBe(8);
  expect(aheadAfter({ next: 3, waiting: 4 })).toBe(8);
  expect(aheadAfter({ next: 9, waiting: 1, gone: null, departed: 900 })).toBe(1);
});
