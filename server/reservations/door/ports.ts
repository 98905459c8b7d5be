import type { Doer } from "../../../shared/audit.ts";
import type { Attendee, CheckIn } from "../../../shared/check-ins.ts";
import type { PersonId, ReservationId, SlotId, StoreId } from "../../../shared/ids.ts";
import type { Refused } from "../../../shared/problems.ts";

/** As stored; the mark follows from the reservation's code by rule. */
export type StoredAttendee = Omit<Attendee, "mark">;

/** Which of a store's reservations; null narrows nothing. */
export interface AttendeeFilter {
  readonly date: string | null;
  readonly slot: SlotId | null;
  readonly text: string | null;
}

export interface Scan {
  readonly store: StoreId;
  /** Null when the code says none: then it is refused by whoever may scan there, and absent to everybody else. */
  readonly reservation: ReservationId | null;
  readonly scannedAt: string | null;
}

export interface Undone {
  readonly slot: SlotId;
  readonly isWalkIn: boolean;
}

/** The door of a store. Whoever has no part in the store that allows it gets `not-found`, or null. */
export interface DoorBook {
  /** Reservations of the store's day (today in its zone, at that moment), after `cursor`, oldest id first. */
  passesOfDay(
    store: StoreId,
    by: PersonId,
    cursor: string,
    limit: number,
    at: string | null,
  ): Promise<ReservationId[] | null>;
  checkIn(scan: Scan, by: Doer, key: string): Promise<CheckIn | Refused>;
  undo(reservation: ReservationId, by: Doer, key: string): Promise<Undone | Refused>;
  /** Seats somebody without a reservation when seats are free, past nobody who waits (I1, I2). */
  walkIn(slot: SlotId, partySize: number, by: Doer, key: string): Promise<CheckIn | Refused>;
  /** By hour and ticket, after `cursor` (`<slot>-<ticket>`). */
  attendees(
    store: StoreId,
    by: PersonId,
    filter: AttendeeFilter,
    cursor: string | null,
    limit: number,
  ): Promise<StoredAttendee[] | null>;
  /** How many there are, counted to `most`, and the store's zone. */
  count(
    store: StoreId,
    by: PersonId,
    filter: AttendeeFilter,
    most: number,
  ): Promise<{ count: number; timeZone: string } | null>;
  /** Writes down who did not come where it is due, in at most 100 slots; answers where seats came free. */
  markNoShows(): Promise<readonly SlotId[]>;
}
