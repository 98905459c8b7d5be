import { type Entry, type LiveState, liveStates } from "../../../shared/line.ts";
import type { Page } from "../../../shared/lists.ts";
import type { Reservation } from "../../../shared/reservations.ts";
import { type Keeper, kept } from "../kept.ts";
import { isStanding } from "../line/standing.ts";
import type { Seen } from "./seen.ts";

/** What is kept of a slot: with its store, and my place in it. */
export type KeptPlace = Pick<Seen, "slot" | "store" | "entry">;
type Ticket = Pick<Reservation, "slotId" | "ticket">;

const beginning = "slots/";
/** Under this name a slot is kept with my place in it. */
export const placeName = (slotId: string) => `${beginning}${slotId}`;

export const isLive = ({ state }: Entry) => liveStates.includes(state as LiveState);
const isSame = (one: Ticket, other: Ticket) => one.slotId === other.slotId && one.ticket === other.ticket;

/**
 * My entry as its reservation says it is, which was read later; null where that is no news. It is written, so the
 * receipt of the place that waited for that is none any more.
 */
function entryAfter(entry: Entry, { id, state, movedTo, cancelledByHost }: Reservation): Entry | null {
  if (!isLive(entry)) return null;
  const { receipt: _receipt, afterLoss: _afterLoss, ...written } = entry;
  if (state === "cancelled") return { ...written, state, ahead: null, behind: null, movedTo, cancelledByHost };
  return entry.state === "confirmed" ? null : { ...written, state: "confirmed", reservationId: id };
}

/** What is kept of a place says what became of it: a seat, or none any more. */
export async function keepPlaceAfter(keeper: Keeper, reservation: Reservation): Promise<void> {
  const name = placeName(reservation.slotId);
  const place = await kept<KeptPlace>(name);
  if (!place?.slot || !place.entry || !isSame(place.entry, reservation)) return;
  const entry = entryAfter(place.entry, reservation);
  if (entry === null) return;
  const closedAt = reservation.cancelledByHost ? reservation.cancelledAt : null;
  await keeper.keep(name, { ...place, entry, slot: { ...place.slot, closedAt: place.slot.closedAt ?? closedAt } });
}

/** The seat of this ticket is nobody's any more. */
export async function forgetSeat(keeper: Keeper, ticket: Ticket): Promise<void> {
  const name = placeName(ticket.slotId);
  const entry = (await kept<KeptPlace>(name))?.entry;
  if (entry?.state === "confirmed" && isSame(entry, ticket)) await keeper.forget(name);
}

/** The entries that were kept under some of these names. */
async function entriesOf(names: readonly string[]): Promise<Entry[]> {
  const places = names.filter((name) => name.startsWith(beginning)).map((name) => kept<KeptPlace>(name));
  return (await Promise.all(places)).flatMap((place) => place?.entry ?? []);
}

/** What is kept of seats as the list of them says it, which was read after they were kept under these names. */
export async function keepSeatsAfter(
  keeper: Keeper,
  { items, hasNext }: Page<Reservation>,
  names: readonly string[],
): Promise<void> {
  for (const entry of await entriesOf(names)) {
    const seat = items.find((each) => isSame(each, entry));
    if (seat !== undefined) await keepPlaceAfter(keeper, seat);
    else if (!hasNext) await forgetSeat(keeper, entry);
  }
}

/**
 * Forgets the places in lines that were left, whether this page heard of it or not; `mine` was read after they were
 * kept under these names. One with a receipt stays: `mine` has only what is written.
 */
export async function forgetLeft(keeper: Keeper, mine: readonly Entry[], names: readonly string[]): Promise<void> {
  for (const entry of await entriesOf(names)) {
    const mayBeLeft = entry.receipt === undefined && (isStanding(entry) || entry.state === "left");
    if (mayBeLeft && !mine.some(({ id }) => id === entry.id)) await keeper.forget(placeName(entry.slotId));
  }
}

/** A place has ended, on another device perhaps: its receipt is not presented any more, whatever is lost later. */
export async function forgetReceipt(keeper: Keeper, ended: Entry): Promise<void> {
  const name = placeName(ended.slotId);
  const entry = (await kept<KeptPlace>(name))?.entry;
  if (entry?.receipt !== undefined && isSame(entry, ended)) await keeper.forget(name);
}
