import type { Reservation } from "../../../shared/reservations.ts";

const isUpcoming = ({ state, endsAt }: Reservation, now: number) => state === "confirmed" && Date.parse(endsAt) > now;
const byStart = (one: Reservation, other: Reservation) => Date.parse(one.startsAt) - Date.parse(other.startsAt);

/** Mine as the page lists them: the visit that comes next first, and of the others the last one. */
export function reservationLists(mine: readonly Reservation[], now: number) {
  return {
    upcoming: mine.filter((reservation) => isUpcoming(reservation, now)).sort(byStart),
    past: mine.filter((reservation) => !isUpcoming(reservation, now)).sort((one, other) => byStart(other, one)),
  };
}
