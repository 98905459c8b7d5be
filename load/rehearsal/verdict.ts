import type { Verdict } from "../../shared/rehearsals.ts";
import { checkHistory } from "../history/check-history.ts";
import type { History, HistoryEvent, Violation } from "../history/history.ts";
import { type AnsweredPress, answeredPresses, isAnswered } from "./answers.ts";

const mostFindings = 20;
/** One kind of fault must not hide another. */
const mostFindingsOfAKind = 4;
const liveStates = new Set(["waiting", "waitlisted", "offered", "confirmed"]);

/** The value below which this part of sorted milliseconds lies; 0 of none. */
function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

function latencies(presses: readonly AnsweredPress[]): number[] {
  const waits = presses.map(({ sentAt, answeredAt }) => answeredAt - sentAt);
  return waits.sort((one, other) => one - other);
}

/** From the first press to the last answer to one. */
function rushMs(presses: readonly AnsweredPress[]): number {
  const first = presses.reduce((earliest, { sentAt }) => Math.min(earliest, sentAt), Number.POSITIVE_INFINITY);
  const last = presses.reduce((latest, { answeredAt }) => Math.max(latest, answeredAt), 0);
  return presses.length === 0 ? 0 : last - first;
}

/** What people came away with who came away with nothing, by its name. */
function turnedAwayWith(people: readonly string[], joins: readonly HistoryEvent[]): Map<string, string> {
  const answered = new Set(joins.filter(isAnswered).map(({ personId }) => personId));
  const lastWords = joins.flatMap(({ personId, answer }): [string, string][] =>
    answer === "lost" || answered.has(personId) ? [] : [[personId, `${answer.status} ${answer.problem}`]],
  );
  const wanted = new Set(people);
  return new Map(lastWords.filter(([person]) => wanted.has(person)));
}

/** That the visitors were as untidy as they were to be: who pressed with two keys, and answers that nobody saw. */
function untidiness(joins: readonly HistoryEvent[]) {
  const keys = new Map<string, Set<string>>();
  for (const { personId, key } of joins) keys.set(personId, (keys.get(personId) ?? new Set()).add(`${key}`));
  const doubleTaps = [...keys.values()].filter(({ size }) => size > 1).length;
  return { doubleTaps, drops: joins.filter(({ answer }) => answer === "lost").length };
}

/** Live entries beyond the first of each person. */
function duplicatesIn({ final }: History): number {
  const people = final.entries.filter(({ state }) => liveStates.has(state)).map(({ personId }) => personId);
  return people.length - new Set(people).size;
}

/** The first of each kind, as the checker words them. */
function findingsIn(violations: readonly Violation[]): string[] {
  const kinds = [...new Set(violations.map(({ invariant }) => invariant))];
  const first = kinds.flatMap((kind) =>
    violations.filter(({ invariant }) => invariant === kind).slice(0, mostFindingsOfAKind),
  );
  return first.slice(0, mostFindings).map(({ invariant, message }) => `${invariant}: ${message}`);
}

function countsOf(words: Iterable<string>): string[] {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].map(([word, count]) => `turned away: ${count} with ${word}`).slice(0, mostFindings);
}

/** Everybody who was to press: who was told nothing at all, and who was told nothing that is an answer. */
function judgeAnswers(events: readonly HistoryEvent[], people: readonly string[]) {
  const joins = events.filter(({ kind }) => kind === "join");
  const told = new Set(joins.filter(({ answer }) => answer !== "lost").map(({ personId }) => personId));
  const turnedAway = turnedAwayWith(people, joins);
  const presses = answeredPresses(joins);
  const waits = latencies(presses);
  return {
    sentAway: countsOf(turnedAway.values()),
    figures: {
      unanswered: people.filter((person) => !told.has(person)).length,
      turnedAway: turnedAway.size,
      presses: joins.length,
      ...untidiness(joins),
      p50Ms: Math.round(quantile(waits, 0.5)),
      p99Ms: Math.round(quantile(waits, 0.99)),
      lastAnswerMs: Math.round(rushMs(presses)),
    },
  };
}

/**
 * What the checker says of one slot's rehearsal, in figures (TRUST: I1 to I6, I9, I10, I12). `people` are all who were
 * to press; each must have been answered at last, with a place or with a refusal that the rules of a line know.
 * Durations in milliseconds.
 */
export function judge(history: History, people: readonly string[]): Omit<Verdict, "generatorPercent"> {
  const violations = checkHistory(history);
  const count = (...names: string[]) => violations.filter(({ invariant }) => names.includes(invariant)).length;
  const [slot] = history.slots;
  const [line] = history.final.slotLines;
  if (slot === undefined || line === undefined) throw new Error("A rehearsal without a line cannot be judged.");
  const booked = history.final.reservations
    .filter(({ state }) => state === "confirmed")
    .reduce((sum, { partySize }) => sum + partySize, 0);
  const { figures, sentAway } = judgeAnswers(history.events, people);
  const duplicates = duplicatesIn(history);
  const idleSeats = line.waiting > 0 ? line.capacity - line.held : 0;
  const known = count("I1", "I2", "I3", "I12");
  const isEverybodyAnswered = figures.unanswered === 0 && figures.turnedAway === 0;
  return {
    isClean: violations.length === 0 && duplicates === 0 && idleSeats === 0 && isEverybodyAnswered,
    seats: slot.capacity,
    booked,
    oversold: Math.max(0, booked - slot.capacity),
    duplicates,
    orderErrors: count("I2"),
    idleSeats,
    otherErrors: violations.length - known,
    ...figures,
    findings: [...sentAway, ...findingsIn(violations)].slice(0, mostFindings),
  };
}
