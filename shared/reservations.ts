import { type Static, Type } from "typebox";
import { type ReservationId, reservationId, slotId, storeId } from "./ids.ts";
import { moment, momentOrNull } from "./moments.ts";

export const reservationStates = ["confirmed", "cancelled", "checked_in", "completed", "no_show"] as const;
export type ReservationState = (typeof reservationStates)[number];

export const reservationSchema = Type.Object({
  id: reservationId,
  /** What the door reads: "R-7K2M-Q9XD". */
  code: Type.String(),
  slotId,
  storeId,
  storeName: Type.String(),
  district: Type.String(),
  /** Empty when the host has not told more than the district. */
  address: Type.String(),
  startsAt: moment,
  endsAt: moment,
  timeZone: Type.String(),
  ticket: Type.Integer({ minimum: 1 }),
  partySize: Type.Integer({ minimum: 1 }),
  state: Type.Enum([...reservationStates]),
  createdAt: moment,
  cancelledAt: momentOrNull,
  /** Whether it was cancelled by its host, who closed the slot, and not by its owner. */
  cancelledByHost: Type.Boolean(),
  /** The one that took its place when it was moved to another time. */
  movedTo: Type.Unsafe<ReservationId | null>({ type: ["string", "null"] }),
  /** Whose event in calendars this one goes on with: its own, or that of the first it took the place of. */
  eventId: Type.String(),
  /** How often the slot, the party or the fact of it has changed, and when last; calendars go by it. */
  revision: Type.Integer({ minimum: 0 }),
  revisedAt: moment,
});
export type Reservation = Static<typeof reservationSchema>;

/** Where a reservation is to move: another slot of the same store. */
export const rescheduleBody = Type.Object({ slotId }, { additionalProperties: false });
