/** I4 and I5: what people were told is what is there, and every press of theirs came to exactly one thing. */
import { type EntryState, endStates } from "../../shared/line.ts";
import type { FinalEntry, HistoryEvent, SlotHistory, Violation } from "./history.ts";
import { groupBy, isIn, outcomeOf, rowsByTicket, seenEntry, ticketOf } from "./reading.ts";

/** I4: told confirmed, confirmed it stays, with its ticket, party and reservation, until its owner cancels. */
export function checkConfirmations(history: SlotHistory): Violation[] {
  const rows = rowsByTicket(history);
  const cancels = groupBy(history.events.filter(mayHaveCancelled), (event) => event.personId);
  const reservations = new Map(history.reservations.map((each) => [each.ticket, each]));
  return history.events.flatMap((event) => {
    const told = seenEntry(event);
    if (outcomeOf(event) !== "done" || told?.state !== "confirmed") return [];
    const row = rows.get(told.ticket);
    const reservation = reservations.get(told.ticket);
    const isTheirs = row?.personId === event.personId && row.partySize === told.partySize;
    const isCancelled = row?.state === "cancelled" && reservation?.state === "cancelled";
    const byOwner = (cancels.get(event.personId) ?? []).some((each) => aimsAt(each, told.ticket, reservation?.id));
    const isKept = row?.state === "confirmed" && reservation !== undefined && reservation.state !== "cancelled";
    if (isTheirs && (isKept || (isCancelled && byOwner))) return [];
    const message = `${event.personId} was told ticket ${told.ticket} is confirmed; it is ${row?.state ?? "absent"}`;
    return [{ invariant: "I4", message, evidence: [event, row, reservation] }];
  });
}

function mayHaveCancelled(event: HistoryEvent): boolean {
  return event.kind === "cancel" && outcomeOf(event) !== "refused";
}

function aimsAt(event: HistoryEvent, ticket: number, reservationId: string | undefined): boolean {
  if (event.reservationId !== undefined) return event.reservationId === reservationId;
  return event.entryId === undefined || ticketOf(event.entryId) === ticket;
}

/** I5: each join has exactly one outcome, and each row exactly one join. */
export function checkOutcomes(history: SlotHistory): Violation[] {
  return [...answersWithoutRow(history), ...rowsWithoutJoin(history), ...unfinished(history)];
}

/** Joins that were answered have one row of that ticket and person; what was told may become what the row says. */
function answersWithoutRow(history: SlotHistory): Violation[] {
  const rows = groupBy(history.entries, (entry) => `${entry.ticket} ${entry.personId}`);
  return history.events.flatMap((event) => {
    if (outcomeOf(event) !== "done" || isHostsAction(event)) return [];
    const told = seenEntry(event);
    if (!told) return event.kind === "join" ? [refuse("a join was answered without an entry", [event])] : [];
    const own = rows.get(`${told.ticket} ${event.personId}`) ?? [];
    if (own.length !== 1) {
      return [
        refuse(`${event.personId} was told ticket ${told.ticket}, which has ${own.length} rows`, [event, ...own]),
      ];
    }
    const isSame = told.state === "confirmed" || own[0]?.partySize === told.partySize;
    const asked = isCreation(event) ? event.partySize : undefined;
    if (isSame && (asked ?? told.partySize) === told.partySize && mayBecome(told.state, own[0])) return [];
    return [refuse(`ticket ${told.ticket} was told as ${told.state} and is ${own[0]?.state}`, [event, ...own])];
  });
}

function isHostsAction(event: HistoryEvent): boolean {
  return event.kind === "addSeats" || event.kind === "pause" || event.kind === "resume";
}

function isCreation(event: HistoryEvent): boolean {
  return event.kind === "join" && event.answer !== "lost" && event.answer.status === 201;
}

/** Ends are final, and an offer or a seat never goes back into the line. What was confirmed is I4's. */
function mayBecome(told: EntryState, row: FinalEntry | undefined): boolean {
  if (!row || told === "confirmed" || told === row.state) return true;
  if ((endStates as readonly EntryState[]).includes(told)) return false;
  return told !== "offered" || !(isIn("waiting", row) || row.state === "missed");
}

/**
 * Every row was asked for by a press that was not refused. Presses without a key explain one row each; a key explains
 * its rows together, and I9 counts them.
 */
function rowsWithoutJoin(history: SlotHistory): Violation[] {
  const presses = history.events.filter((event) => event.kind === "join" && outcomeOf(event) !== "refused");
  const byKey = groupBy(presses, (event) => `${event.personId} ${event.key ?? ""}`);
  const rows = groupBy(history.entries, (entry) => `${entry.personId} ${entry.key ?? ""}`);
  return [...rows.entries()].flatMap(([name, group]) => {
    const asked = byKey.get(name) ?? [];
    const isKeyed = group[0]?.key !== null;
    const makers = asked.filter((event) => outcomeOf(event) === "unknown" || isCreation(event)).length;
    if (isKeyed ? asked.length > 0 : makers >= group.length) return [];
    return [refuse(`${group[0]?.personId} has a row that no press of theirs explains`, [...group, ...asked])];
  });
}

/** `waiting` means "not decided yet", which is an outcome only while the slot is paused. */
function unfinished({ line, entries }: SlotHistory): Violation[] {
  const undecided = line.paused ? [] : entries.filter((entry) => entry.state === "waiting");
  return undecided.map((entry) => refuse(`ticket ${entry.ticket} is still waiting to be decided`, [entry]));
}

function refuse(message: string, evidence: readonly unknown[]): Violation {
  return { invariant: "I5", message, evidence };
}
