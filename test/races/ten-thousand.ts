import { expect } from "vitest";
import { historyOf } from "../../load/crowd/crowd.ts";
import { checkHistory } from "../../load/history/check-history.ts";
import type { HistoryEvent } from "../../load/history/history.ts";
import { describeDisplacement } from "../history/displacement.ts";
import type { FinalRows } from "../services/ledger.ts";

/** Every answer that named an entry, compared with the database afterwards. */
export function answersThatDiffer(events: readonly HistoryEvent[], rows: FinalRows): HistoryEvent[] {
  const byTicket = new Map(rows.entries.map((entry) => [entry.ticket, entry]));
  const reservations = new Map(rows.reservations.map(({ ticket, id }) => [ticket, id]));
  return events.filter(({ answer, personId, partySize }) => {
    if (answer === "lost" || answer.entry === undefined) return false;
    const { ticket, state, reservationId } = answer.entry;
    const row = byTicket.get(ticket);
    if (reservationId !== (reservations.get(ticket) ?? null)) return true;
    return row?.personId !== personId || row.state !== state || row.partySize !== (partySize ?? 1);
  });
}

/** The verdict on a drop in which nobody leaves: checker clean, answers equal to rows, all seats given. */
export function expectCleanDrop(slotId: string, capacity: number, events: readonly HistoryEvent[], rows: FinalRows) {
  const slot = { slotId, capacity, fillsGaps: false, largestParty: 20 };
  const history = historyOf(slot, events, rows);
  expect(checkHistory(history)).toEqual([]);
  expect(answersThatDiffer(history.events, rows)).toEqual([]);
  expect(rows.line.held).toBe(capacity);
  expect(rows.reservations).toHaveLength(capacity);
  return describeDisplacement(history);
}
