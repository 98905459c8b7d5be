import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { largestPartyOfAll } from "../../shared/line.ts";
import { bookableNow, partyToAsk } from "./rules.ts";

describe("partyToAsk", () => {
  test("asks for the party as it is, up to one more than any store allows", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1 }), (size) => {
        const asked = partyToAsk(size);
        expect(asked).toBe(size <= largestPartyOfAll ? size : largestPartyOfAll + 1);
      }),
    );
  });

  test("a party of nobody, of less or of a fraction is none", () => {
    const fraction = fc.double().filter((size) => !Number.isInteger(size));
    fc.assert(fc.property(fc.oneof(fc.integer({ max: 0 }), fraction), (size) => partyToAsk(size) === null));
    expect([partyToAsk(Number.NaN), partyToAsk(Number.POSITIVE_INFINITY)]).toEqual([null, null]);
  });
});

/** A line as the ledger can leave it: no more held than there are seats. */
const anyLine = fc
  .record({
    capacity: fc.integer({ min: 1, max: 60 }),
    free: fc.integer({ min: 0, max: 60 }),
    waiting: fc.integer({ min: 0, max: 5 }),
    paused: fc.boolean(),
    closedAt: fc.constantFrom(null, "2026-11-28T09:00:00.000Z"),
    fillsGaps: fc.boolean(),
    largestParty: fc.integer({ min: 1, max: largestPartyOfAll }),
  })
  .map(({ free, ...line }) => ({ ...line, held: Math.max(0, line.capacity - free) }));

describe("bookableNow", () => {
  test("I1: never more than what is free, nor than the largest party, nor less than nothing", () => {
    fc.assert(
      fc.property(anyLine, (line) => {
        const most = bookableNow(line);
        expect(most).toBeGreaterThanOrEqual(0);
        expect(most).toBeLessThanOrEqual(line.capacity - line.held);
        expect(most).toBeLessThanOrEqual(line.largestParty);
      }),
    );
  });

  test("I2: nothing when closed, nothing while paused, and in strict order nothing while somebody waits", () => {
    fc.assert(
      fc.property(anyLine, (line) => {
        expect(bookableNow({ ...line, closedAt: "2026-11-28T09:00:00.000Z" })).toBe(0);
        expect(bookableNow({ ...line, paused: true })).toBe(0);
        expect(bookableNow({ ...line, fillsGaps: false, waiting: line.waiting + 1 })).toBe(0);
      }),
    );
  });

  test("I12: otherwise it is everything the store allows at once of what is free", () => {
    fc.assert(
      fc.property(anyLine, (line) => {
        const open = { ...line, closedAt: null, paused: false, ...(line.fillsGaps ? {} : { waiting: 0 }) };
        const free = line.capacity - line.held;
        expect(bookableNow(open)).toBe(free < line.largestParty ? free : line.largestParty);
      }),
    );
  });

  test("a seat more to give never makes it less", () => {
    fc.assert(
      fc.property(anyLine, (line) => bookableNow({ ...line, capacity: line.capacity + 1 }) >= bookableNow(line)),
    );
  });
});
