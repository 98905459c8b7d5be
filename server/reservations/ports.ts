import type { PersonId, ReservationId, SlotId } from "../../shared/ids.ts";
import type { Page } from "../../shared/lists.ts";
import type { Refused } from "../../shared/problems.ts";
import type { Reservation } from "../../shared/reservations.ts";

/** As stored; the code on the pass follows from it by rule. */
export type StoredReservation = Omit<Reservation, "code">;

/** The new reservation in `slot`; the seat in `left` went on. */
export type Moved = { readonly reservation: ReservationId; readonly slot: SlotId; readonly left: SlotId };

export interface ReservationBook {
  /** One's own reservation; null when it is absent, somebody else's, or removed unless that is asked for. */
  find(id: ReservationId, person: PersonId, also?: { evenRemoved: boolean }): Promise<StoredReservation | null>;
  /** One's own, newest first, after `cursor`. */
  list(person: PersonId, cursor: string | null, limit: number): Promise<Page<StoredReservation>>;
  /** Gives the seat back exactly once; it goes on to the next in the same statement (I6). */
  cancel(
    id: ReservationId,
    person: PersonId,
    key: string,
  ): Promise<{ reservation: ReservationId; slot: SlotId } | Refused>;
  /** Moves it to another slot of its store: the old seat goes on only when the new one is held. */
  move(id: ReservationId, person: PersonId, slot: SlotId, key: string): Promise<Moved | Refused>;
  /** Takes it out of one's history; a live one is refused (D10). */
  remove(id: ReservationId, person: PersonId, key: string): Promise<{ reservation: ReservationId } | Refused>;
}
