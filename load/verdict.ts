import type { Verdict } from "../shared/rehearsals.ts";
import { checkHistory } from "../test/history/check-history.ts";
import type { History, HistoryEvent } from "../test/history/history.ts";

const mostFindings = 20;
const liveStates = new Set(["waiting", "waitlisted", "offered", "confirmed"]);

/** The value below which this part of sorted milliseconds lies; 0 of none. */
function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

function latencies(events: readonly HistoryEvent[]): number[] {
  const joins = events.filter(({ kind, answer, answeredAt }) => kind === "join" && answer !== "lost" && answeredAt);
  return joins.map(({ sentAt, answeredAt }) => (answeredAt as number) - sentAt).sort((one, other) => one - other);
}

/** Live entries beyond the first of each person. */
function duplicatesIn({ final }: History): number {
  const people = final.entries.filter(({ state }) => liveStates.has(state)).map(({ personId }) => personId);
  return people.length - new Set(people).size;
}

/**
 * What the checker says of one slot's rehearsal, in figures (TRUST: I1 to I6, I9, I10, I12). `people` are all who were
 * to press; each must have been answered at last. Durations in milliseconds.
 */
export function judge(history: History, people: readonly string[]): Omit<Verdict, "generatorPercent"> {
  const violations = checkHistory(history);
  const count = (...names: string[]) => violations.filter(({ invariant }) => names.includes(invariant)).length;
  const [line] = history.final.slotLines;
  if (line === undefined) throw new Error("A rehearsal without a line cannot be judged.");
  const booked = history.final.reservations
    .filter(({ state }) => state === "confirmed")
    .reduce((sum, { partySize }) => sum + partySize, 0);
  const answered = new Set(history.events.filter(({ answer }) => answer !== "lost").map(({ personId }) => personId));
  const waits = latencies(history.events);
  const duplicates = duplicatesIn(history);
  const idleSeats = line.waiting > 0 ? line.capacity - line.held : 0;
  const unanswered = people.filter((person) => !answered.has(person)).length;
  const known = count("I1", "I2", "I3", "I12");
  const first = Math.min(...history.events.map(({ sentAt }) => sentAt));
  const joined = history.events.filter(({ kind, answer }) => kind === "join" && answer !== "lost");
  const last = joined.reduce((latest, { answeredAt }) => Math.max(latest, answeredAt ?? 0), first);
  return {
    isClean: violations.length === 0 && duplicates === 0 && idleSeats === 0 && unanswered === 0,
    seats: line.capacity,
    booked,
    oversold: Math.max(0, booked - line.capacity),
    duplicates,
    orderErrors: count("I2"),
    idleSeats,
    unanswered,
    otherErrors: violations.length - known,
    presses: history.events.filter(({ kind }) => kind === "join").length,
    p50Ms: Math.round(quantile(waits, 0.5)),
    p99Ms: Math.round(quantile(waits, 0.99)),
    lastAnswerMs: Math.round(last - first),
    findings: violations.slice(0, mostFindings).map(({ invariant, message }) => `${invariant}: ${message}`),
  };
}
