/** I6 and I9: a seat comes back once and goes on, and a press has one effect however often it is repeated. */
import type { HistoryEvent, SlotHistory, Violation } from "./history.ts";
import { groupBy, outcomeOf, rowsByTicket, seenEntry, ticketOf } from "./reading.ts";
import { idleSeat } from "./seats.ts";

/** I6: one successful press cancels a reservation, the row says so, and its seats do not lie idle. */
export function checkReturnedSeats(history: SlotHistory): Violation[] {
  const done = history.events.filter((event) => event.kind === "cancel" && outcomeOf(event) === "done");
  const byTicket = groupBy(done, (event) => `${cancelledTicket(history, event) ?? "unknown"}`);
  const rows = rowsByTicket(history);
  const found = [...byTicket.entries()].flatMap(([ticket, cancels]): Violation[] => {
    const row = rows.get(Number(ticket));
    if (row && row.state !== "cancelled") return [refuse(`ticket ${ticket} was cancelled and is ${row.state}`, [row])];
    return ticket !== "unknown" && pressesIn(cancels) > 1
      ? [refuse(`ticket ${ticket} was cancelled twice`, cancels)]
      : [];
  });
  const idle = done.length > 0 ? idleSeat(history) : undefined;
  if (idle) found.push(refuse(`a seat came back and ticket ${idle.ticket} did not get it`, [history.line, idle]));
  return found;
}

/** The ticket a cancel aims at; undefined when neither its target nor its answer says. */
function cancelledTicket({ reservations }: SlotHistory, event: HistoryEvent): number | undefined {
  if (event.entryId !== undefined) return ticketOf(event.entryId);
  const reservation = reservations.find((each) => each.id === event.reservationId);
  return reservation?.ticket ?? seenEntry(event)?.ticket;
}

/** Repetitions with one key are one press: the first answer is remembered and given again. */
function pressesIn(events: readonly HistoryEvent[]): number {
  const keys = events.flatMap((event) => event.key ?? []);
  return new Set(keys).size + events.length - keys.length;
}

function refuse(message: string, evidence: readonly unknown[]): Violation {
  return { invariant: "I6", message, evidence };
}

/** I9: one key of a person is one ticket and at most one row, and added seats are added once. */
export function checkRepetitions(history: SlotHistory): Violation[] {
  return [...keysWithTwoTickets(history), ...keysWithTwoRows(history), ...strangeKeys(history), ...addedSeats(history)];
}

/** The key that made an entry, and one that was answered with it: both answer that entry ever after. */
function keysWithTwoTickets(history: SlotHistory): Violation[] {
  const keyed = history.events.filter((event) => event.kind === "join" && event.key != null && seenEntry(event));
  const groups = groupBy(keyed, (event) => `${event.personId} ${event.key}`);
  return [...groups.entries()].flatMap(([name, group]) => {
    const tickets = [...new Set(group.map((event) => seenEntry(event)?.ticket))];
    return tickets.length > 1
      ? [repeated(`key of ${name} was answered with tickets ${tickets.join(", ")}`, group)]
      : [];
  });
}

function keysWithTwoRows({ entries }: SlotHistory): Violation[] {
  const groups = groupBy(
    entries.filter((entry) => entry.key !== null),
    (entry) => `${entry.personId} ${entry.key}`,
  );
  return [...groups.entries()].flatMap(([name, group]) =>
    group.length > 1 ? [repeated(`key of ${name} made ${group.length} rows`, group)] : [],
  );
}

/** 201 says "this press made it": then the row carries its key, or a retry would not find it. */
function strangeKeys(history: SlotHistory): Violation[] {
  const rows = rowsByTicket(history);
  return history.events.flatMap((event) => {
    if (event.kind !== "join" || event.answer === "lost" || event.answer.status !== 201 || event.key == null) return [];
    const row = rows.get(event.answer.entry?.ticket ?? 0);
    if (!row || row.personId !== event.personId || row.key === event.key) return [];
    return [repeated(`ticket ${row.ticket} was made with key ${event.key} and carries ${row.key}`, [event, row])];
  });
}

/** The final capacity is the first one and every acknowledged addition once; unanswered ones may be missing. */
function addedSeats({ slot, line, events }: SlotHistory): Violation[] {
  const additions = events.filter((event) => event.kind === "addSeats" && outcomeOf(event) !== "refused");
  if (additions.some((event) => event.seats === undefined)) return [];
  const named = additions.map((event, index) => ({ event, name: event.key ?? `without key ${index}` }));
  let least = slot.capacity;
  let most = slot.capacity;
  for (const group of groupBy(named, ({ name }) => name).values()) {
    const seats = group[0]?.event.seats ?? 0;
    const isSure = group.some(({ event }) => outcomeOf(event) === "done");
    least += isSure ? seats : Math.min(0, seats);
    most += isSure ? seats : Math.max(0, seats);
  }
  if (line.capacity >= least && line.capacity <= most) return [];
  const message = `slot ${slot.slotId} has ${line.capacity} seats, and ${least} to ${most} are explained`;
  return [repeated(message, [slot, line, ...additions])];
}

function repeated(message: string, evidence: readonly unknown[]): Violation {
  return { invariant: "I9", message, evidence };
}
