import { expect, test } from "vitest";
import { checkHistory } from "../../load/history/check-history.ts";
import type { FinalEntry, History } from "../../load/history/history.ts";
import type { Stay } from "../../load/history/stays.ts";
import { checkVacuous } from "../../load/history/vacuous.ts";
import { type ModelLine, type SeatRule, seatLine } from "../simulation/model-line.ts";
import { describeDisplacement } from "./displacement.ts";
import { recordModel } from "./model-history.ts";
import { joined, row, tell } from "./story.ts";

const histories = Array.from({ length: 1_500 }, (_, index) => ({
  seed: index + 1,
  history: recordModel(index + 1, 60),
}));
const isVacuous = (history: History) => checkVacuous(history).length > 0;

test("I1 to I12: concurrent histories of the model are accepted, and few of them are vacuous", () => {
  let judged = 0;
  for (const { seed, history } of histories) {
    if (isVacuous(history)) continue;
    judged += 1;
    expect(checkHistory(history), `seed ${seed}`).toEqual([]);
  }
  expect(judged).toBeGreaterThan(histories.length * 0.8);
});

/** Ways to spoil the rows of a sound history, each of which must always be noticed. */
const spoiled: Record<string, (entries: readonly FinalEntry[]) => readonly FinalEntry[]> = {
  "the last row is gone": (entries) => entries.slice(0, -1),
  "two people have one ticket": ([first, ...others]) => (first ? [first, { ...first, personId: "?" }, ...others] : []),
  "everybody is the first person": (entries) => entries.map((entry) => ({ ...entry, personId: "person 1" })),
  "every confirmed entry has ended": (entries) =>
    entries.map((entry) => (entry.state === "confirmed" ? { ...entry, state: "expired" } : entry)),
  "everybody has the ticket after theirs": (entries) =>
    entries.map((entry) => ({ ...entry, ticket: entry.ticket + 1 })),
};

test.each(Object.entries(spoiled))("spoiled histories of the model are refused: %s", (_name, spoil) => {
  let refused = 0;
  for (const { seed, history } of histories.slice(0, 300)) {
    const entries = spoil(history.final.entries);
    if (isVacuous(history) || JSON.stringify(entries) === JSON.stringify(history.final.entries)) continue;
    const found = checkHistory({ ...history, final: { ...history.final, entries } });
    expect(found.length, `seed ${seed}`).toBeGreaterThan(0);
    refused += 1;
  }
  expect(refused).toBeGreaterThan(100);
});

/** The last in line first, as a stack would. */
const fromTheBack: SeatRule = (line, now) => {
  const turnedRound = (each: ModelLine) => ({ ...each, entries: each.entries.toReversed() });
  return turnedRound(seatLine(turnedRound(line), now));
};

test("I2: a line that seats from its end is found out, also by who was passed and does not wait in the end", () => {
  const endsOfPassed = new Set<string>();
  for (let seed = 1; seed <= 900; seed += 1) {
    const found = checkHistory(recordModel(seed, 60, fromTheBack)).filter(({ invariant }) => invariant === "I2");
    for (const { evidence } of found) endsOfPassed.add((evidence[0] as Stay).entry.state);
  }
  expect([...endsOfPassed]).toEqual(expect.arrayContaining(["missed", "confirmed", "cancelled"]));
});

test("I2: displacement is zero in order, and counts places when tickets and sending disagree", () => {
  const people = Array.from({ length: 200 }, (_, index) => `person ${index}`);
  const rows = people.map((person, index) => row(person, index + 1, "confirmed"));
  const burst = (sentAt: (index: number) => number) =>
    describeDisplacement(
      tell({
        rows,
        events: people.map((name, index) => joined(name, index + 1, "confirmed", { sentAt: sentAt(index) })),
      }),
    );
  expect(burst((index) => index)).toEqual({ joins: 200, p50: 0, p99: 0, max: 0 });
  expect(burst(() => 0)).toEqual({ joins: 200, p50: 0, p99: 0, max: 0 });
  expect(burst((index) => (index === 0 ? 150.5 : index))).toEqual({ joins: 200, p50: 1, p99: 1, max: 150 });
});

test("I2: a history of 20,000 joins is judged without comparing each with each", () => {
  const people = Array.from({ length: 20_000 }, (_, index) => `person ${index}`);
  const events = people.map((name, index) => joined(name, index + 1, "waitlisted", { partySize: 3 }));
  const rows = people.map((name, index) => row(name, index + 1, "waitlisted", { partySize: 3 }));
  expect(checkHistory(tell({ events, rows }))).toEqual([]);
  const [first, second] = [
    joined("person 0", 1, "waitlisted", { partySize: 3, sentAt: 900_000, answeredAt: 900_001 }),
    rows,
  ];
  expect(checkHistory(tell({ events: [first, ...events.slice(1)], rows: second }))[0]?.invariant).toBe("I2");
});
