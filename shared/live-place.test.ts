import fc from "fast-check";
import { expect, test } from "vitest";
import { makeEntryId, type SlotId } from "./ids.ts";
import type { Entry } from "./line.ts";
import type { SlotFrame } from "./live.ts";
import { placeAfter } from "./live-place.ts";

const slot = "7" as SlotId;
const entryOf = (ticket: number, ahead: number, departed: number): Entry => ({
  id: makeEntryId(slot, ticket),
  slotId: slot,
  ticket,
  state: "waitlisted",
  ahead,
  behind: 0,
  partySize: 1,
  reservationId: null,
  offerExpiresAt: null,
  departed,
  movedTo: null,
  cancelledByHost: false,
});
const frameOf = (departed: number, gone: number[] | null, waiting = 10): SlotFrame => ({
  id: slot,
  rev: departed,
  held: 1,
  capacity: 1,
  waiting,
  bookableNow: 0,
  listOpen: true,
  filledAt: null,
  closedAt: null,
  paused: false,
  departed,
  gone,
  here: 1,
});

test("I10: those who left before me move me forward, those behind me do not", () => {
  expect(placeAfter(entryOf(5, 3, 0), frameOf(3, [2, 9, 4], 7))).toMatchObject({ ahead: 1, behind: 5, departed: 3 });
});

test("I10: what my place knows already is not counted again", () => {
  expect(placeAfter(entryOf(5, 3, 2), frameOf(3, [2, 9, 4]))).toMatchObject({ ahead: 2, departed: 3 });
  const old = entryOf(5, 3, 4);
  expect(placeAfter(old, frameOf(3, [2, 9, 4]))).toBe(old);
});

test.each([
  ["messages were missed", frameOf(9, [2])],
  ["too many left to be listed", frameOf(9, null)],
  ["I am among them", frameOf(1, [5])],
])("it asks when %s", (_, frame) => {
  expect(placeAfter(entryOf(5, 3, 0), frame)).toBe("ask");
});

test("another slot's message and one's own confirmed seat stay as they are", () => {
  const elsewhere = { ...frameOf(1, [2]), id: "8" as SlotId };
  const entry = entryOf(5, 3, 0);
  expect(placeAfter(entry, elsewhere)).toBe(entry);
  const seated = { ...entry, state: "confirmed" as const };
  expect(placeAfter(seated, frameOf(1, [2]))).toBe(seated);
});

test("I10: over any departures, told in any portions, the rank is right at the end and never grows", () => {
  const line = fc.shuffledSubarray(Array.from({ length: 30 }, (_, at) => at + 1).filter((ticket) => ticket !== 15));
  const cuts = fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 30 });
  fc.assert(
    fc.property(line, cuts, fc.integer({ min: 0, max: 29 }), (leaving, portions, readAfter) => {
      const known = Math.min(readAfter, leaving.length);
      const before = (count: number) => leaving.slice(0, count).filter((ticket) => ticket < 15).length;
      let entry = entryOf(15, 14 - before(known), known);
      let told = 0;
      for (const portion of [...portions, leaving.length]) {
        const next = Math.min(told + portion, leaving.length);
        const after = placeAfter(entry, frameOf(next, leaving.slice(told, next)));
        told = next;
        if (after === "ask") throw new Error("nothing was missed");
        expect(after.ahead).toBeLessThanOrEqual(entry.ahead as number);
        entry = after;
      }
      expect(entry.ahead).toBe(14 - before(leaving.length));
    }),
  );
});
