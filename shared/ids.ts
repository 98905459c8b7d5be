import { Type } from "typebox";

/** Ids are opaque to clients; the patterns only keep what can never exist away from the database. */
declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type PersonId = Branded<"person">;
export type StoreId = Branded<"store">;
export type SlotId = Branded<"slot">;
export type EntryId = Branded<"entry">;
export type ReservationId = Branded<"reservation">;
export type SessionId = Branded<"session">;
export type InvitationId = Branded<"invitation">;
export type NotificationId = Branded<"notification">;
export type MailId = Branded<"mail">;
export type OpeningId = Branded<"opening">;

/** Inside bigint; a ticket is inside integer. */
const number = "[1-9][0-9]{0,17}";
const ticketNumber = "[1-9][0-9]{0,8}";
const id = <Id extends string>() => Type.Unsafe<Id>({ type: "string", pattern: `^${number}$`, maxLength: 18 });

export const personId = id<PersonId>();
export const storeId = id<StoreId>();
export const slotId = id<SlotId>();
export const reservationId = id<ReservationId>();
/** A check-in is of one reservation and has its id. */
export const checkInId = id<ReservationId>();
export const invitationId = id<InvitationId>();
export const notificationId = id<NotificationId>();
export const mailId = id<MailId>();
export const openingId = id<OpeningId>();
export const entryId = Type.Unsafe<EntryId>({
  type: "string",
  pattern: `^${number}-${ticketNumber}$`,
  maxLength: 28,
});

/** A random UUID. It names a session and does not open it: the cookie's signature does. */
export const sessionId = Type.Unsafe<SessionId>({
  type: "string",
  pattern: "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
  maxLength: 36,
});

/** Whether this text, from outside, can be a slot's id. */
export function isSlotId(text: string): text is SlotId {
  return new RegExp(`^${number}$`).test(text);
}

/** The same for a store's. */
export function isStoreId(text: string): text is StoreId {
  return new RegExp(`^${number}$`).test(text);
}

/** An entry is named by its slot and its ticket, which is never reused, so its id needs no index of its own. */
export function makeEntryId(slot: SlotId, ticket: number): EntryId {
  return `${slot}-${ticket}` as EntryId;
}

/** Splits an entry's id; the caller has checked its pattern. */
export function readEntryId(entry: EntryId): { slot: SlotId; ticket: string } {
  const [slot, ticket] = entry.split("-") as [SlotId, string];
  return { slot, ticket };
}
