import type { HistoryEvent } from "../../../load/history/history.ts";

/** The moment that is recovered was taken between these two, by the clock of the events. */
export interface Mark {
  readonly from: number;
  readonly to: number;
}

/**
 * What a restore up to that moment has to hold: what was answered before it. What was under way then may be there or
 * not, as if nobody had heard the answer; what was sent after it never happened.
 */
export function asOf(events: readonly HistoryEvent[], { from, to }: Mark) {
  const known: HistoryEvent[] = [];
  const after: HistoryEvent[] = [];
  for (const event of events) {
    if (event.sentAt > to) after.push(event);
    else if (event.answeredAt !== null && event.answeredAt < from) known.push(event);
    else known.push({ ...event, answeredAt: null, answer: "lost" });
  }
  return { known, after };
}
