import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ModelCommand, play } from "./model-commands.ts";
import {
  createLine,
  hasBegun,
  heldSeats,
  type ModelEntry,
  type ModelLine,
  type SeatRule,
  type SlotRules,
  seatLine,
  waits,
} from "./model-line.ts";
import { type ModelViolation, violations, violationsBetween } from "./model-violations.ts";

const minute = 60_000;

const rules: fc.Arbitrary<SlotRules> = fc.record({
  capacity: fc.integer({ min: 1, max: 6 }),
  fillsGaps: fc.boolean(),
  largestParty: fc.integer({ min: 1, max: 6 }),
  maxWaiting: fc.constantFrom(0, 1, 3, 100),
  offerMinutes: fc.constantFrom(0, 1, 5, 60),
  opensAt: fc.constant(0),
  closesAt: fc.constantFrom(5 * minute, 20 * minute),
  startsAt: fc.constant(20 * minute),
});

const person = fc.constantFrom("a", "b", "c", "d", "e", "f");
const ticket = fc.integer({ min: 1, max: 9 });
/** Each command carries the wait before it; `timed` turns the waits into moments. */
const wait = fc.constantFrom(0, 0, 0, 1_000, minute, 4 * minute);
const joinCommand = fc.record({
  verb: fc.constant("join" as const),
  at: wait,
  person,
  partySize: fc.integer({ min: 1, max: 4 }),
  key: fc.option(fc.constantFrom("k", "l", "m"), { nil: null }),
  lost: fc.constant(false),
});
const command: fc.Arbitrary<ModelCommand> = fc.oneof(
  { weight: 4, arbitrary: joinCommand },
  fc.record({
    verb: fc.constantFrom("leave" as const, "cancel" as const, "accept" as const, "decline" as const),
    at: wait,
    person,
    ticket,
    lost: fc.constant(false),
  }),
  fc.record({ verb: fc.constant("addSeats" as const), at: wait, seats: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ verb: fc.constant("changeCapacity" as const), at: wait, capacity: fc.integer({ min: 1, max: 8 }) }),
  fc.record({ verb: fc.constantFrom("pause" as const, "resume" as const, "settle" as const), at: wait }),
  fc.record({ verb: fc.constantFrom("appear" as const, "disappear" as const), at: wait, person }),
);
const commands = fc.array(command, { maxLength: 40, size: "max" });

function timed(waits: readonly ModelCommand[]): ModelCommand[] {
  let at = 0;
  return waits.map((each) => {
    at += each.at;
    return { ...each, at };
  });
}

/** The violations of the first step that has any. */
function firstViolations(start: ModelLine, played: readonly ModelCommand[], seat: SeatRule): ModelViolation[] {
  let line = start;
  for (const each of timed(played)) {
    const after = play(line, each, seat).line;
    const found = [...violations(after), ...violationsBetween(line, after)];
    if (found.length > 0) return found;
    line = after;
  }
  return [];
}

test("I1, I2, I3, I4, I5, I10 and I12 hold after every step of any sequence of commands", () => {
  fc.assert(
    fc.property(rules, commands, (slot, played) => {
      expect(firstViolations(createLine(slot), played, seatLine)).toEqual([]);
    }),
    { numRuns: 2_000 },
  );
});

test("a command changes nothing in the line it was given", () => {
  fc.assert(
    fc.property(rules, commands, (slot, played) => {
      let line = createLine(slot);
      for (const each of timed(played)) {
        const copy = structuredClone(line);
        const after = play(line, each).line;
        expect(line).toEqual(copy);
        line = after;
      }
    }),
    { numRuns: 100 },
  );
});

/** Hands a seat to each waiting entry that the planted rule chooses. */
function handOut(line: ModelLine, chosen: (entry: ModelEntry, free: number) => boolean): ModelLine {
  let free = line.capacity - heldSeats(line);
  const entries = line.entries.map((entry) => {
    if (!waits(entry) || !chosen(entry, free)) return entry;
    free -= entry.partySize;
    return { ...entry, state: "confirmed" as const };
  });
  return { ...line, entries };
}

const whilePlayable =
  (rule: SeatRule): SeatRule =>
  (line, now) =>
    line.paused || hasBegun(line, now) ? line : rule(line, now);

describe("a wrong seat rule is caught as", () => {
  const wrongRules: readonly [invariant: string, name: string, rule: SeatRule][] = [
    ["I12", "nobody is seated when seats come back", (line) => line],
    ["I1", "everybody is seated", whilePlayable((line) => handOut(line, () => true))],
    [
      "I2",
      "gaps are filled in a strict line",
      whilePlayable((line) => handOut(line, (entry, free) => entry.partySize <= free)),
    ],
    ["I2", "the last is seated first", whilePlayable(seatLastFirst)],
    ["I12", "only one entry is seated at a time", whilePlayable((line, now) => seatOnlyHead(line, now))],
  ];
  const runs = fc.sample(fc.tuple(rules, commands), { numRuns: 3_000, seed: 1 });
  test.each(wrongRules)("%s: %s", (invariant, _name, rule) => {
    const isCaught = runs.some(([slot, played]) =>
      firstViolations(createLine(slot), played, rule).some((violation) => violation.invariant === invariant),
    );
    expect(isCaught).toBe(true);
  });
});

function seatLastFirst(line: ModelLine): ModelLine {
  const free = line.capacity - heldSeats(line);
  const last = line.entries.findLast((entry) => waits(entry) && entry.partySize <= free);
  return last ? handOut(line, (entry) => entry === last) : line;
}

function seatOnlyHead(line: ModelLine, now: number): ModelLine {
  const right = seatLine(line, now);
  const head = line.entries.find((entry, index) => right.entries[index] !== entry);
  return head ? handOut(line, (entry) => entry === head) : line;
}
