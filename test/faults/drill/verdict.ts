import { historyOf } from "../../../load/crowd/crowd.ts";
import { checkHistory } from "../../../load/history/check-history.ts";
import type { HistoryEvent, SlotFacts, SlotRows } from "../../../load/history/history.ts";
import { asOf, type Mark } from "./as-of.ts";

/** What was lost and what is there again. Moments are PostgreSQL's own. */
export interface Drilled {
  /** Up to when it was to be recovered, and the last commit that was. */
  readonly target: string;
  readonly recoveredTo: string | null;
  /** Presses that were answered before the target. */
  readonly acknowledged: number;
  /** And after it: these are lost. */
  readonly lost: number;
  /** What the checker and the drill itself found wrong. */
  readonly findings: readonly string[];
}

/** What people were told, around which moment, and what a restored server says of the line. */
export interface Lived {
  readonly slot: SlotFacts;
  readonly events: readonly HistoryEvent[];
  readonly mark: Mark;
  readonly rows: SlotRows;
}

/** Whether what was answered before the moment is there, whole, and nothing else. */
export function judge({ slot, events, mark, rows }: Lived): Omit<Drilled, "target" | "recoveredTo"> {
  const { known, after } = asOf(events, mark);
  const early = new Set(known.map(({ personId }) => personId));
  const late = new Set(after.map(({ personId }) => personId).filter((person) => !early.has(person)));
  const tooMany = rows.entries.filter(({ personId }) => late.has(personId));
  return {
    acknowledged: known.filter(({ answer }) => answer !== "lost").length,
    lost: after.length,
    findings: [
      ...checkHistory(historyOf(slot, known, rows)).map(({ invariant, message }) => `${invariant}: ${message}`),
      ...tooMany.map(({ ticket }) => `Ticket ${ticket} came after the moment that was recovered, and is there.`),
    ],
  };
}

/** What a drill says of itself, and the code that it ends with: 1 where anything is wrong. */
export function verdictOf({ target, recoveredTo, acknowledged, lost, findings }: Drilled) {
  const recovered = `To be recovered up to ${target}; the last commit in it is of ${recoveredTo ?? "no moment"}.`;
  if (findings.length > 0) return { code: 1, lines: [recovered, ...findings.map((finding) => `✗ ${finding}`)] };
  const well = `✓ The checker finds nothing wrong with what ${acknowledged} answered presses left behind.`;
  return { code: 0, lines: [recovered, well, `The ${lost} presses that were sent after that moment are lost.`] };
}
