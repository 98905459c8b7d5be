import type { ReservationId } from "../../../shared/ids.ts";
import type { Entry } from "../../../shared/line.ts";
import type { Page } from "../../../shared/lists.ts";
import type { Reservation } from "../../../shared/reservations.ts";
import { serverClock } from "../clock.ts";
import { type Keeper, kept } from "../kept.ts";
import { forgetSeat, keepPlaceAfter, keepSeatsAfter } from "../slots/kept-place.ts";
import { reservationLists } from "./reservation-lists.ts";

const beginning = "reservations/";
export const passName = (id: string) => `${beginning}${id}`;
/** Under this name the list of them is kept. */
export const myReservations = "reservations";
export const mostListed = 100;
const mostPasses = 5;

const listedLast = async () => (await kept<Reservation[]>(myReservations)) ?? [];

/**
 * Keeps a reservation, and the picture that is read at the door, so that its pass opens with the network off; what is
 * none any more is kept as what became of it.
 */
async function keepPass(keeper: Keeper, reservation: Reservation): Promise<void> {
  await keeper.keep(passName(reservation.id), reservation);
  await keepPlaceAfter(keeper, reservation);
  if (reservation.state === "confirmed") await keeper.keepPicture(`/api/reservations/${reservation.id}/pass.svg`);
}

/** The same where one was just made or opened: with the network off the list knows it too, seen before or not. */
export async function keepListedPass(keeper: Keeper, reservation: Reservation): Promise<void> {
  await keepPass(keeper, reservation);
  const others = (await listedLast()).filter(({ id }) => id !== reservation.id);
  await keeper.keep(myReservations, [reservation, ...others].slice(0, mostListed));
}

/**
 * Keeps the list as it was read, and the passes that are still to come: each opens with the network off, seen before or
 * not. What was kept before it was asked for, under these names, is a pass no longer where the list says so.
 */
export async function keepReservations(
  keeper: Keeper,
  page: Page<Reservation>,
  names: readonly string[],
): Promise<void> {
  const { items, hasNext } = page;
  await keeper.keep(myReservations, items);
  for (const name of names.filter((each) => each.startsWith(beginning))) {
    const reservation = items.find(({ id }) => passName(id) === name);
    if (reservation !== undefined) await keeper.keep(name, reservation);
    else if (!hasNext) await keeper.forget(name);
  }
  await keepSeatsAfter(keeper, page, names);
  const { upcoming } = reservationLists(items, serverClock.now());
  for (const reservation of upcoming.slice(0, mostPasses)) await keepPass(keeper, reservation);
}

/** It is on no list of mine any more. */
export async function forgetPass(keeper: Keeper, id: string): Promise<void> {
  const last = await kept<Reservation>(passName(id));
  await keeper.forget(passName(id));
  const listed = await listedLast();
  const others = listed.filter((each) => each.id !== id);
  if (others.length < listed.length) await keeper.keep(myReservations, others);
  if (last !== null) await forgetSeat(keeper, last);
}

/** The seat of this entry was given up elsewhere, or its host closed the slot. */
export async function endPass(keeper: Keeper, { slotId, ticket, movedTo, cancelledByHost }: Entry): Promise<void> {
  const isOfEntry = (each: Reservation) => each.slotId === slotId && each.ticket === ticket;
  const seat = (await listedLast()).find((each) => isOfEntry(each) && each.state === "confirmed");
  if (seat !== undefined) await keepListedPass(keeper, { ...seat, state: "cancelled", movedTo, cancelledByHost });
}

/** The seat that was left for another time must not look like one with the network off. */
export function keepMoved(keeper: Keeper, left: Reservation, movedTo: ReservationId): Promise<void> {
  return keepListedPass(keeper, { ...left, state: "cancelled", movedTo });
}
