import { type Static, Type } from "typebox";
import { reservationId, slotId, storeId } from "./ids.ts";
import { largestPartyOfAll } from "./line.ts";
import { day, moment, momentOrNull } from "./moments.ts";
import { reservationStates } from "./reservations.ts";
import { lineOfText } from "./texts.ts";

/**
 * One scan at a store's door: what the QR code says, or the code that somebody typed. `scannedAt` is for scans that
 * waited for a network; the press's `Idempotency-Key` names the scan, so that it has one effect however often it comes.
 */
export const checkInBody = Type.Object(
  { storeId, code: lineOfText(80), scannedAt: Type.Optional(moment) },
  { additionalProperties: false },
);
export type NewCheckIn = Static<typeof checkInBody>;

const nameOrNull = Type.Unsafe<string | null>({ type: ["string", "null"] });

/** Somebody was let in. `id` is the reservation's; a walk-in has no name. */
export const checkInSchema = Type.Object({
  id: reservationId,
  slotId,
  name: nameOrNull,
  partySize: Type.Integer({ minimum: 1 }),
  ticket: Type.Integer({ minimum: 1 }),
  startsAt: moment,
  timeZone: Type.String(),
  checkedInAt: moment,
  isWalkIn: Type.Boolean(),
});
export type CheckIn = Static<typeof checkInSchema>;

export const walkInBody = Type.Object(
  { slotId, partySize: Type.Integer({ minimum: 1, maximum: largestPartyOfAll }) },
  { additionalProperties: false },
);
export type NewWalkIn = Static<typeof walkInBody>;

/**
 * A reservation as those see it who work at the store: no address, no number, nothing else about the person. `mark` is
 * enough to know a pass again without a network and too little to make one (decision 0021).
 */
export const attendeeSchema = Type.Object({
  id: reservationId,
  slotId,
  startsAt: moment,
  endsAt: moment,
  ticket: Type.Integer({ minimum: 1 }),
  name: nameOrNull,
  partySize: Type.Integer({ minimum: 1 }),
  state: Type.Enum([...reservationStates]),
  checkedInAt: momentOrNull,
  isWalkIn: Type.Boolean(),
  /** They did not come, and somebody else has the seat. */
  seatReleased: Type.Boolean(),
  mark: Type.String(),
});
export type Attendee = Static<typeof attendeeSchema>;

/** By hour and ticket. `date` is a day in the store's zone, `q` a part of a name or a ticket. */
export const attendeesQuery = Type.Object(
  {
    date: Type.Optional(day),
    slotId: Type.Optional(slotId),
    q: Type.Optional(lineOfText(40)),
    cursor: Type.Optional(Type.String({ maxLength: 28, pattern: "^[1-9][0-9]{0,17}-[1-9][0-9]{0,8}$" })),
    limit: Type.Optional(Type.String({ pattern: "^([1-9][0-9]?|100)$" })),
  },
  { additionalProperties: false },
);
export type AttendeesQuery = Static<typeof attendeesQuery>;
