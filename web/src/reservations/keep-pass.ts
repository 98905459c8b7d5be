import type { ReservationId } from "../../../shared/ids.ts";
import type { Reservation } from "../../../shared/reservations.ts";
import { type Keeper, kept } from "../kept.ts";
import { passOf } from "../slots/follow-slot.ts";

export const passName = (id: string) => `reservations/${id}`;
/** Under this name the list of them is kept. */
export const myReservations = "reservations";
export const mostListed = 100;

/** Keeps a reservation, and the picture that is read at the door, so that its pass opens with the network off. */
export async function keepPass({ keep, keepPicture }: Keeper, reservation: Reservation): Promise<void> {
  await keep(passName(reservation.id), reservation);
  if (reservation.state === "confirmed") await keepPicture(`/api/reservations/${reservation.id}/pass.svg`);
}

/** The same where one was just made or opened: with the network off the list knows it too, seen before or not. */
export async function keepListedPass(keeper: Keeper, reservation: Reservation): Promise<void> {
  await keepPass(keeper, reservation);
  const listed = (await kept<Reservation[]>(myReservations)) ?? [];
  const others = listed.filter(({ id }) => id !== reservation.id);
  await keeper.keep(myReservations, [reservation, ...others].slice(0, mostListed));
}

/** The seat that was left for another time must not look like one with the network off. */
export async function keepMoved(keeper: Keeper, left: Reservation, movedTo: ReservationId): Promise<void> {
  await keepListedPass(keeper, { ...left, state: "cancelled", movedTo });
  await keeper.forget(passOf(left.slotId));
}
