import type { PersonId, ReservationId, SlotId } from "../../shared/ids.ts";
import { limitOf, type Page, type PageQuery } from "../../shared/lists.ts";
import type { Refused } from "../../shared/problems.ts";
import type { Reservation } from "../../shared/reservations.ts";
import type { LineService } from "../line/index.ts";
import type { ReservationBook, StoredReservation } from "./ports.ts";

export type Reservations = ReturnType<typeof createReservations>;

interface World {
  readonly book: ReservationBook;
  readonly line: Pick<LineService, "changedFor">;
  readonly codeOf: (id: ReservationId) => string;
}

/** S28: list, detail, cancel, move, delete from history; always one's own. */
export function createReservations({ book, line, codeOf }: World) {
  const withCode = (stored: StoredReservation): Reservation => ({ ...stored, code: codeOf(stored.id) });

  const orAbsent = (stored: StoredReservation | null): Reservation | Refused =>
    stored === null ? { problem: "not-found" } : withCode(stored);

  return {
    find: async (id: ReservationId, person: PersonId) => orAbsent(await book.find(id, person)),
    async list(person: PersonId, query: PageQuery): Promise<Page<Reservation>> {
      const page = await book.list(person, query.cursor ?? null, limitOf(query));
      return { ...page, items: page.items.map(withCode) };
    },
    /** The reservation as it is afterwards; cancelled already is `already-ended`, begun is `closed`. */
    async cancel(id: ReservationId, person: PersonId, key: string): Promise<Reservation | Refused> {
      const answer = await book.cancel(id, person, key);
      if ("problem" in answer) return answer;
      line.changedFor(answer.slot, person);
      // A press that is repeated after the removal is told what it was told before (I9).
      return orAbsent(await book.find(id, person, { evenRemoved: true }));
    },
    /** The new reservation, in another slot of the same store; refused, everything is as it was. */
    async reschedule(id: ReservationId, person: PersonId, slot: SlotId, key: string): Promise<Reservation | Refused> {
      const answer = await book.move(id, person, slot, key);
      if ("problem" in answer) return answer;
      for (const changed of [answer.slot, answer.left]) line.changedFor(changed, person);
      return orAbsent(await book.find(answer.reservation, person, { evenRemoved: true }));
    },
    /** Null when it is gone from the history; a live one is `still-live`. */
    async remove(id: ReservationId, person: PersonId, key: string): Promise<Refused | null> {
      const answer = await book.remove(id, person, key);
      return "problem" in answer ? answer : null;
    },
  };
}
