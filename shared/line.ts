import { type Static, Type } from "typebox";
import { entryId, type ReservationId, slotId, storeId } from "./ids.ts";
import { countOrNull, moment, momentOrNull } from "./moments.ts";
import type { ProblemName } from "./problems.ts";

/** DESIGN: an entry's states. The first four are live; only one live entry per person and slot exists. */
export const liveStates = ["waiting", "waitlisted", "offered", "confirmed"] as const;
export const endStates = ["left", "declined", "expired", "cancelled", "missed"] as const;
export type LiveState = (typeof liveStates)[number];
export type EndState = (typeof endStates)[number];
export type EntryState = LiveState | EndState;

/** Why nobody new has a place in a slot (admit.sql). */
export const joinRefusals = [
  "not-open",
  "closed",
  "line-full",
  "list-closed",
  "party-too-large",
  "too-many-places",
] as const satisfies readonly ProblemName[];

/** The largest party any store may allow. */
export const largestPartyOfAll = 20;
/** Slots of one store in which one person may have a place at once; null for as many as they like. */
export const placesOrAny = Type.Unsafe<number | null>({ type: ["integer", "null"], minimum: 1, maximum: 20 });

/** An offer is no longer while its page is open, and right after the opening (decision 0016). */
export const shortOfferMinutes = 5;

/**
 * `ahead` and `behind` count the entries that wait before and after this one; null once the entry has ended. `departed`
 * says as of which departure from the line: live messages count on from it (shared/live.ts). Of one that ended as
 * `cancelled`, `movedTo` is the reservation that took its place at another time, and `cancelledByHost` whether the host
 * closed the slot; every other `cancelled` is its owner's. Of one that `expired` it says whether the offer went with
 * the slot; every other one ran out. One with a `receipt` has its ticket and waits to be written (buffered line):
 * should that ticket be lost, whoever presents the receipt within a minute has it again. `afterLoss` is
 * true of one in a line that was lost, and put back in the order of receipts.
 */
export const entrySchema = Type.Object({
  id: entryId,
  slotId,
  ticket: Type.Integer({ minimum: 1 }),
  state: Type.Enum([...liveStates, ...endStates]),
  ahead: countOrNull,
  behind: countOrNull,
  partySize: Type.Integer({ minimum: 1 }),
  reservationId: Type.Unsafe<ReservationId | null>({ type: ["string", "null"] }),
  offerExpiresAt: momentOrNull,
  departed: Type.Integer({ minimum: 0 }),
  movedTo: Type.Unsafe<ReservationId | null>({ type: ["string", "null"] }),
  cancelledByHost: Type.Boolean(),
  receipt: Type.Optional(Type.String()),
  afterLoss: Type.Optional(Type.Boolean()),
});
export type Entry = Static<typeof entrySchema>;
/** Null where there is none. */
export const entryOrNone = Type.Unsafe<Entry | null>({ ...entrySchema, type: ["object", "null"] });

/** One of my own places, told apart from the slot's page: where and when it is. */
export const ownEntrySchema = Type.Object({
  ...entrySchema.properties,
  storeId,
  storeName: Type.String(),
  startsAt: moment,
  timeZone: Type.String(),
});
export type OwnEntry = Static<typeof ownEntrySchema>;
/** So many live places of one person are listed; beyond them the latest seats are left out first. */
export const mostOwnEntries = 100;

/** `receipt`: of a place that was there and is not any more; it is asked for again, in the order of receipts. */
export const joinBody = Type.Object(
  { partySize: Type.Optional(Type.Integer()), receipt: Type.Optional(Type.String({ maxLength: 256 })) },
  { additionalProperties: false },
);
