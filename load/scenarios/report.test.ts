import { expect, test } from "vitest";
import { type Counts, note } from "./figures.ts";
import { makeLoadReport } from "./report.ts";
import type { Outcome, SlotVerdict } from "./run.ts";
import { scenarios } from "./scenarios.ts";

const well: SlotVerdict = {
  ...{ isClean: true, seats: 20, booked: 20, oversold: 0, duplicates: 0, orderErrors: 0, idleSeats: 0 },
  ...{ otherErrors: 0, unanswered: 0, turnedAway: 0, presses: 30, doubleTaps: 0, drops: 0 },
  ...{ p50Ms: 5, p99Ms: 9, lastAnswerMs: 100, findings: [] },
};

/** Of a run in which everybody was answered, and the checker says this of its lines. */
function reportOf(verdicts: readonly SlotVerdict[], more: Partial<Outcome> = {}) {
  const counts: Counts = new Map();
  note(counts, { step: "reserve", atSecond: 0, ms: 10, bytes: 100, outcome: "answered" });
  const heard = { people: 0, opened: 0, lost: 0, messages: 0, bytes: 0 };
  const outcome = { counts, unanswered: 0, heard, looks: [], verdicts, generatorPercent: 10, ...more };
  const machine = { processor: "one", cores: 2, memoryGigabytes: 8, system: "Linux" };
  return makeLoadReport({
    ...{ scenario: "smoke", scale: 1, hurry: 1, command: "npm run load -- smoke", course: scenarios.smoke },
    ...{ machine, database: "PostgreSQL", versions: {}, outcome },
  });
}

test("S41, I1: a run whose lines the checker finds sound is clean; main.ts ends with 0 then, else with 1", () => {
  expect(reportOf([well, well])).toMatchObject({ isClean: true, oversold: 0 });
});

test.each<[string, readonly SlotVerdict[], number]>([
  ["a seat too many in one of its lines", [well, { ...well, isClean: false, booked: 21, oversold: 1 }, well], 1],
  ["what the checker found in the first of them", [{ ...well, isClean: false, otherErrors: 1 }, well], 0],
  ["no line that was judged", [], 0],
])("S41, I1: with %s a run is not clean", (_what, verdicts, oversold) => {
  expect(reportOf(verdicts)).toMatchObject({ isClean: false, oversold });
});
