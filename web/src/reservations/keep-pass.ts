import type { Reservation } from "../../../shared/reservations.ts";
import type { Keeper } from "../kept.ts";

export const passName = (id: string) => `reservations/${id}`;

/** Keeps a reservation, and the picture that is read at the door, so that its pass opens with the network off. */
export async function keepPass({ keep, keepPicture }: Keeper, reservation: Reservation): Promise<void> {
  await keep(passName(reservation.id), reservation);
  if (reservation.state === "confirmed") await keepPicture(`/api/reservations/${reservation.id}/pass.svg`);
}
