/** How the checks read a history: what an event came to, which entry is meant, who waits and who holds. */
import type { EntryState } from "../../shared/line.ts";
import type { FinalEntry, History, HistoryEvent, SeenEntry, SlotHistory } from "./history.ts";

/**
 * `unknown` covers lost answers and broken services: the effect may have happened. A refusal (4xx) has none, except a
 * time-out of the request itself (408).
 */
export function outcomeOf(event: HistoryEvent): "done" | "refused" | "unknown" {
  if (event.answer === "lost") return "unknown";
  const { status } = event.answer;
  if (status >= 500 || status === 408) return "unknown";
  return status < 300 ? "done" : "refused";
}

/** The entry an answer showed. */
export function seenEntry(event: HistoryEvent): SeenEntry | undefined {
  return event.answer === "lost" ? undefined : event.answer.entry;
}

/** The ticket in an entry's id, `<slot>-<ticket>`. */
export function ticketOf(entryId: string): number {
  return Number(entryId.slice(entryId.lastIndexOf("-") + 1));
}

/** The slot in an entry's id. */
export function slotOf(entryId: string): string {
  return entryId.slice(0, entryId.lastIndexOf("-"));
}

const states = {
  waiting: ["waiting", "waitlisted"],
  held: ["confirmed", "offered"],
  live: ["waiting", "waitlisted", "offered", "confirmed"],
} satisfies Record<string, readonly EntryState[]>;

/** Stands in the line, waits for a seat, or is one of the live entries. */
export function isIn(kind: keyof typeof states, entry: { readonly state: EntryState }): boolean {
  return (states[kind] as readonly EntryState[]).includes(entry.state);
}

/** The seats of the entries that are confirmed or offered, by the rows. */
export function heldSeats(history: SlotHistory): number {
  return seatsOf(history.entries.filter((entry) => isIn("held", entry)));
}

/** The seats of all these parties. */
export function seatsOf(parties: readonly { readonly partySize: number }[]): number {
  return parties.reduce((seats, party) => seats + party.partySize, 0);
}

/** Groups in the order of first appearance. */
export function groupBy<Item>(items: readonly Item[], nameOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(nameOf(item));
    if (group) group.push(item);
    else groups.set(nameOf(item), [item]);
  }
  return groups;
}

/** The parts of the listed slots; a slot without a final line is left out, and `vacuous.ts` refuses the history. */
export function bySlot(history: History): SlotHistory[] {
  const events = groupBy(history.events, (event) => event.slotId);
  const ranks = groupBy(history.ranks, (rank) => slotOf(rank.entryId));
  const entries = groupBy(history.final.entries, (entry) => entry.slotId);
  const reservations = groupBy(history.final.reservations, (reservation) => reservation.slotId);
  return history.slots.flatMap((slot) => {
    const line = history.final.slotLines.find((each) => each.slotId === slot.slotId);
    if (!line) return [];
    const part = <Item>(groups: Map<string, Item[]>) => groups.get(slot.slotId) ?? [];
    return [
      {
        slot,
        line,
        events: part(events),
        ranks: part(ranks),
        entries: part(entries),
        reservations: part(reservations),
      },
    ];
  });
}

/** The row of a ticket; the first one, should a ticket have two. */
export function rowsByTicket(history: SlotHistory): Map<number, FinalEntry> {
  const rows = new Map<number, FinalEntry>();
  for (const entry of history.entries) if (!rows.has(entry.ticket)) rows.set(entry.ticket, entry);
  return rows;
}
