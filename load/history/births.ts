/** When each entry can have come into being, as far as clients could see. */
import type { HistoryEvent, SlotHistory } from "./history.ts";
import { groupBy, outcomeOf, rowsByTicket, seenEntry, ticketOf } from "./reading.ts";

/**
 * The entry was made after `earliestSent`, the first press that can have made it, and before `knownBy`, when
 * somebody was first told of it (Infinity: nobody was). `earliestSent` is -Infinity when no press explains the entry.
 */
export interface Birth {
  readonly ticket: number;
  readonly personId: string;
  readonly earliestSent: number;
  readonly knownBy: number;
}

/** The births of all entries that have a row. */
export function birthsOf(history: SlotHistory): Birth[] {
  const known = knownTickets(history);
  const joins = groupBy(history.events.filter(isJoin), (event) => event.personId);
  return [...rowsByTicket(history).values()].map(({ ticket, personId, key }) => {
    const makers = (joins.get(personId) ?? []).filter((event) => mayHaveMade(event, ticket, key));
    const earliestSent = makers.reduce((earliest, event) => Math.min(earliest, event.sentAt), Number.POSITIVE_INFINITY);
    return {
      ticket,
      personId,
      earliestSent: makers.length > 0 ? earliestSent : Number.NEGATIVE_INFINITY,
      knownBy: known.get(ticket) ?? Number.POSITIVE_INFINITY,
    };
  });
}

function isJoin(event: HistoryEvent): boolean {
  return event.kind === "join";
}

/** A press with another key cannot have made the entry: it was answered with what was there already. */
function mayHaveMade(event: HistoryEvent, ticket: number, key: string | null): boolean {
  if (event.key != null && key !== null && event.key !== key) return false;
  if (outcomeOf(event) === "unknown") return true;
  return outcomeOf(event) === "done" && seenEntry(event)?.ticket === ticket;
}

function knownTickets({ events, ranks }: SlotHistory): Map<number, number> {
  const known = new Map<number, number>();
  const learn = (ticket: number, at: number) => known.set(ticket, Math.min(at, known.get(ticket) ?? at));
  for (const event of events) {
    const entry = seenEntry(event);
    if (entry && event.answeredAt !== null) learn(entry.ticket, event.answeredAt);
  }
  for (const rank of ranks) learn(ticketOf(rank.entryId), rank.observedAt);
  return known;
}
