import { type EntryId, type ReservationId, readEntryId } from "../../../shared/ids.ts";
import type { OwnEntry } from "../../../shared/line.ts";
import type { Reservation } from "../../../shared/reservations.ts";
import { kept } from "../kept.ts";
import { myReservations } from "../reservations/keep-pass.ts";
import { placeName } from "../slots/kept-place.ts";
import { myPlaces } from "./follow-standing.ts";
import type { Places } from "./standing.ts";

/** Where somebody's place is seen: in its slot, as the pass it became, or as their list of lines had it. */
export type Whereabouts =
  | { readonly slotId: string }
  | { readonly reservationId: ReservationId }
  | { readonly place: OwnEntry };

/** What this device has kept of a place, the fullest first; null for nothing. */
export async function keptEntry(entryId: string): Promise<Whereabouts | null> {
  const { slot, ticket } = readEntryId(entryId as EntryId);
  if ((await kept(placeName(slot))) !== null) return { slotId: slot };
  const seats = (await kept<Reservation[]>(myReservations)) ?? [];
  const seat = seats.find((each) => each.slotId === slot && String(each.ticket) === ticket);
  if (seat !== undefined) return { reservationId: seat.id };
  const place = (await kept<Places>(myPlaces))?.find(({ id }) => id === entryId);
  return place === undefined ? null : { place };
}
