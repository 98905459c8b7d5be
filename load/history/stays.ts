/** How long each entry waited at least, and since when it has had a seat at the latest, by what people were told. */
import type { EntryState } from "../../shared/line.ts";
import { birthsOf } from "./births.ts";
import type { FinalEntry, HistoryEvent, SlotHistory } from "./history.ts";
import { isIn, outcomeOf, rowsByTicket, seenEntry, ticketOf } from "./reading.ts";

/**
 * `waitsUntil`: it waited from its birth to that moment at least; -Infinity when it may never have waited, Infinity
 * when it waits still or missed the slot. `seatedBy`: it had been given a seat by then; Infinity when it may have none.
 */
export interface Stay {
  readonly entry: FinalEntry;
  readonly waitsUntil: number;
  readonly seatedBy: number;
}

const [never, always] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
/** A moment after all that anybody saw; later than that is only what never happened. */
const afterAll = Number.MAX_VALUE;

/** Had a seat at some time. Not `left`: one may leave without ever having had one. */
const seatedStates: readonly EntryState[] = ["confirmed", "offered", "cancelled", "declined", "expired"];
/** Nobody gets into these but from the line. */
const onceWaited: readonly EntryState[] = ["offered", "declined", "expired", "left"];

/** The stays of all entries that have a row. */
export function staysOf(history: SlotHistory): Stay[] {
  const seen = sightings(history);
  const chances = firstChances(history);
  const leaves = firstLeaves(history);
  return [...rowsByTicket(history).values()].map((entry) => {
    const { seatedBy, waitedAt, isListed } = seen.get(entry.ticket) ?? unseen;
    const isSeated = seatedStates.includes(entry.state);
    const stay = { entry, seatedBy: isSeated ? Math.min(seatedBy, afterAll) : seatedBy };
    if (isIn("waiting", entry) || entry.state === "missed") return { ...stay, waitsUntil: always };
    if (waitedAt === never && !onceWaited.includes(entry.state)) return { ...stay, waitsUntil: never };
    // Without offers whoever left had no seat, and their own press is all that ended their waiting.
    const isAfterWaiting = entry.state === "left" && history.slot.hasOffers === false;
    const leftAt = isAfterWaiting ? (leaves.get(entry.ticket) ?? never) : never;
    const isUndecided = history.slot.isBuffered === true && !isListed && !onceWaited.includes(entry.state);
    const chance = isUndecided ? never : (chances.get(entry.ticket) ?? never);
    return { ...stay, waitsUntil: Math.max(waitedAt, chance, leftAt) };
  });
}

interface Sighting {
  readonly waitedAt: number;
  readonly seatedBy: number;
  /** Somebody was told that its seats are not there yet. */
  readonly isListed: boolean;
}
const unseen: Sighting = { waitedAt: never, seatedBy: always, isListed: false };

/** An answer shows a moment between its press and itself: one waits until the former, or has a seat by the latter. */
function sightings(history: SlotHistory): Map<number, Sighting> {
  const rows = rowsByTicket(history);
  const seen = new Map<number, Sighting>();
  for (const event of history.events) {
    const entry = seenEntry(event);
    if (!entry || event.answeredAt === null || rows.get(entry.ticket)?.personId !== event.personId) continue;
    const { waitedAt, seatedBy, isListed } = seen.get(entry.ticket) ?? unseen;
    seen.set(entry.ticket, {
      waitedAt: isIn("waiting", entry) ? Math.max(waitedAt, event.sentAt) : waitedAt,
      seatedBy: seatedStates.includes(entry.state) ? Math.min(seatedBy, event.answeredAt) : seatedBy,
      isListed: isListed || entry.state === "waitlisted",
    });
  }
  return seen;
}

/**
 * The earliest moment at which an entry that waited can have stopped: who is not seated at the press waits until
 * something frees seats, adds them or ends a pause, and that was answered after the entry's press was sent. An offer
 * that runs out does it unseen; then any earlier change may be behind it. So may one that no press explains.
 */
function firstChances(history: SlotHistory): Map<number, number> {
  const changes = history.events.filter(mayGiveSeats);
  const byEnd = changes.toSorted((one, two) => endOf(two) - endOf(one));
  const isTimeless = history.entries.some((entry) => entry.state === "expired");
  const births = birthsOf(history).map(({ ticket, earliestSent }) => {
    return { ticket, from: isTimeless ? never : earliestSent };
  });
  const chances = new Map<number, number>();
  let earliest = hasUnexplainedEnd(history, changes) ? never : always;
  let next = 0;
  for (const { ticket, from } of births.toSorted((one, two) => two.from - one.from)) {
    for (let change = byEnd[next]; change && endOf(change) >= from; change = byEnd[++next]) {
      earliest = Math.min(earliest, change.sentAt);
    }
    chances.set(ticket, earliest);
  }
  return chances;
}

function mayGiveSeats(event: HistoryEvent): boolean {
  const isChange = event.kind !== "join" && event.kind !== "accept" && event.kind !== "pause";
  return isChange && outcomeOf(event) !== "refused";
}

function endOf({ answeredAt }: HistoryEvent): number {
  return answeredAt ?? afterAll;
}

/** A place ended without a press of its owner: a slot was closed, a reservation moved, an account erased. */
function hasUnexplainedEnd({ entries, reservations }: SlotHistory, changes: readonly HistoryEvent[]): boolean {
  const reserved = new Map(reservations.map(({ id, ticket }) => [id, ticket]));
  const aimedAt = ({ entryId, reservationId = "" }: HistoryEvent) =>
    entryId === undefined ? reserved.get(reservationId) : ticketOf(entryId);
  const explained = new Set(changes.map(aimedAt));
  const ended = entries.filter(({ state }) => state === "left" || state === "declined" || state === "cancelled");
  return ended.some(({ ticket }) => !explained.has(ticket));
}

function firstLeaves({ events }: SlotHistory): Map<number, number> {
  const leaves = new Map<number, number>();
  for (const event of events) {
    if (event.kind !== "leave" || event.entryId === undefined || outcomeOf(event) === "refused") continue;
    const ticket = ticketOf(event.entryId);
    leaves.set(ticket, Math.min(event.sentAt, leaves.get(ticket) ?? always));
  }
  return leaves;
}
