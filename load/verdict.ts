import type { Verdict } from "../shared/rehearsals.ts";
import { checkHistory } from "../test/history/check-history.ts";
import type { History, HistoryEvent, Violation } from "../test/history/history.ts";

const mostFindings = 20;
/** One kind of fault must not hide another. */
const mostFindingsOfAKind = 4;
const liveStates = new Set(["waiting", "waitlisted", "offered", "confirmed"]);

/** The value below which this part of sorted milliseconds lies; 0 of none. */
function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

/** Presses that were answered, by when they were sent and answered. */
function answeredJoins(events: readonly HistoryEvent[]) {
  return events.flatMap(({ kind, answer, sentAt, answeredAt }) =>
    kind === "join" && answer !== "lost" && answeredAt !== null ? [{ sentAt, answeredAt }] : [],
  );
}

function latencies(events: readonly HistoryEvent[]): number[] {
  const waits = answeredJoins(events).map(({ sentAt, answeredAt }) => answeredAt - sentAt);
  return waits.sort((one, other) => one - other);
}

/** From the first press to the last answer to one. */
function rushMs(events: readonly HistoryEvent[]): number {
  const joins = answeredJoins(events);
  const first = joins.reduce((earliest, { sentAt }) => Math.min(earliest, sentAt), Number.POSITIVE_INFINITY);
  const last = joins.reduce((latest, { answeredAt }) => Math.max(latest, answeredAt), 0);
  return joins.length === 0 ? 0 : last - first;
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

/**
 * What the checker says of one slot's rehearsal, in figures (TRUST: I1 to I6, I9, I10, I12). `people` are all who were
 * to press; each must have been answered at last. Durations in milliseconds.
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
  const answered = new Set(history.events.filter(({ answer }) => answer !== "lost").map(({ personId }) => personId));
  const waits = latencies(history.events);
  const duplicates = duplicatesIn(history);
  const idleSeats = line.waiting > 0 ? line.capacity - line.held : 0;
  const unanswered = people.filter((person) => !answered.has(person)).length;
  const known = count("I1", "I2", "I3", "I12");
  return {
    isClean: violations.length === 0 && duplicates === 0 && idleSeats === 0 && unanswered === 0,
    seats: slot.capacity,
    booked,
    oversold: Math.max(0, booked - slot.capacity),
    duplicates,
    orderErrors: count("I2"),
    idleSeats,
    unanswered,
    otherErrors: violations.length - known,
    presses: history.events.filter(({ kind }) => kind === "join").length,
    p50Ms: Math.round(quantile(waits, 0.5)),
    p99Ms: Math.round(quantile(waits, 0.99)),
    lastAnswerMs: Math.round(rushMs(history.events)),
    findings: findingsIn(violations),
  };
}
