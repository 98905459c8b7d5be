import { type EntryId, type ReservationId, readEntryId } from "../../../shared/ids.ts";
import type { OwnEntry } from "../../../shared/line.ts";
import type { Reservation } from "../../../shared/reservations.ts";
import { kept } from "../kept.ts";
import { myReservations } from "../reservations/keep-pass.ts";
import { placeName } from "../slots/kept-place.ts";
import { myPlaces } from "./follow-standing.ts";
import type { Places } from "./standing.ts";

/** A place as a list of mine had it last: the pass it became, or where it stood in its line. */
export type Listed = { readonly reservationId: ReservationId } | { readonly place: OwnEntry };

/** Where somebody's place is seen: in its slot, or as a list of theirs had it. */
export type Whereabouts = { readonly slotId: string } | Listed;

/** What this device has kept of a place, the fullest first; null for nothing. */
export async function keptEntry(entryId: string): Promise<Whereabouts | null> {
  const { slot, ticket } = readEntryId(entryId as EntryId);
  if ((await kept(placeName(slot))) !== null) return { slotId: slot };
  return findListed((each) => each.slotId === slot && String(each.ticket) === ticket);
}

/** The place I have in a slot as a list of mine had it; null where there is none, and where its own page kept more. */
export async function listedPlace(slotId: string): Promise<Listed | null> {
  if ((await kept(placeName(slotId))) !== null) return null;
  return findListed((each) => each.slotId === slotId && each.state !== "cancelled");
}

type Ticket = Pick<OwnEntry | Reservation, "slotId" | "ticket" | "state">;

async function findListed(isMine: (each: Ticket) => boolean): Promise<Listed | null> {
  const seat = (await kept<Reservation[]>(myReservations))?.find(isMine);
  if (seat !== undefined) return { reservationId: seat.id };
  const place = (await kept<Places>(myPlaces))?.find(isMine);
  return place === undefined ? null : { place };
}
