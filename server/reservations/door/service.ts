import type { Doer } from "../../../shared/audit.ts";
import type { Attendee, AttendeesQuery, CheckIn, NewCheckIn, NewWalkIn } from "../../../shared/check-ins.ts";
import type { PersonId, ReservationId, SlotId, StoreId } from "../../../shared/ids.ts";
import type { Language } from "../../../shared/languages.ts";
import { limitOf, type Page } from "../../../shared/lists.ts";
import { isDay } from "../../../shared/moments.ts";
import { readPassCode } from "../../../shared/pass-codes.ts";
import type { Refused } from "../../../shared/problems.ts";
import type { LineService } from "../../line/index.ts";
import { attendeeHead, attendeeRows } from "./csv.ts";
import type { AttendeeFilter, DoorBook, StoredAttendee } from "./ports.ts";

export type Door = ReturnType<typeof createDoor>;

interface World {
  readonly book: DoorBook;
  readonly line: Pick<LineService, "seatsChanged">;
  readonly codeOf: (id: ReservationId) => string;
  readonly markOf: (code: string, store: StoreId) => string;
}

/** Passes that are compared with a typed code in one go, and in all: 5,000 take about 20 ms. */
const passesAtOnce = 5_000;
const mostPasses = 100_000;
/** Lines of the attendees' file that are read in one go, and in all. */
const linesAtOnce = 200;
export const mostLines = 20_000;

/** A file as it is written: its pieces, how many lines they have, and how many did not fit. */
export interface AttendeeFile {
  readonly pieces: AsyncIterable<string>;
  readonly lines: number;
  readonly isCut: boolean;
}

const filterOf = ({ date, slotId, q }: AttendeesQuery): AttendeeFilter | Refused => {
  if (date !== undefined && !isDay(date)) return { problem: "bad-request", fields: ["date"] };
  return { date: date ?? null, slot: slotId ?? null, text: q?.trim() ?? null };
};
/** Null for none, undefined for one that no clock shows. */
const momentOf = (text: string | undefined): string | null | undefined => {
  if (text === undefined) return null;
  const moment = new Date(text);
  return Number.isNaN(moment.getTime()) ? undefined : moment.toISOString();
};
const cursorOf = ({ slotId, ticket }: StoredAttendee) => `${slotId}-${ticket}`;

/** The door of a store: who comes in, who is expected, who did not come; for its owner and its staff. */
export function createDoor({ book, line, codeOf, markOf }: World) {
  /** A typed code says no id: it is one of the passes of the store's day. Null when it is not, or not theirs to ask. */
  async function typed(code: string, store: StoreId, by: PersonId, at: string | null): Promise<ReservationId | null> {
    let cursor = "0";
    for (let seen = 0; seen < mostPasses; seen += passesAtOnce) {
      const ids = (await book.passesOfDay(store, by, cursor, passesAtOnce, at)) ?? [];
      const found = ids.find((id) => codeOf(id) === code);
      if (found !== undefined) return found;
      if (ids.length < passesAtOnce) return null;
      cursor = ids.at(-1) as string;
    }
    return null;
  }

  /** The reservation a code was made for, by us; null for every other code. */
  async function reservationOf({ code, storeId }: NewCheckIn, at: string | null, by: PersonId) {
    const seen = readPassCode(code);
    if (seen === null) return null;
    if (seen.reservation === null) return typed(seen.code, storeId, by, at);
    const id = seen.reservation as ReservationId;
    return codeOf(id) === seen.code ? id : null;
  }

  async function* pieces(store: StoreId, by: PersonId, filter: AttendeeFilter, timeZone: string, language: Language) {
    yield attendeeHead(language);
    let cursor: string | null = null;
    for (let written = 0; written < mostLines; written += linesAtOnce) {
      const found: StoredAttendee[] = (await book.attendees(store, by, filter, cursor, linesAtOnce)) ?? [];
      if (found.length > 0) yield attendeeRows(found, timeZone, language);
      if (found.length < linesAtOnce) return;
      cursor = cursorOf(found.at(-1) as StoredAttendee);
    }
  }

  return {
    /** Lets a party in once. A scan again is `already-checked-in`, with when and by whom. */
    async checkIn(asked: NewCheckIn, by: Doer, key: string): Promise<CheckIn | Refused> {
      const scannedAt = momentOf(asked.scannedAt);
      if (scannedAt === undefined) return { problem: "bad-request", fields: ["scannedAt"] };
      const reservation = await reservationOf(asked, scannedAt, by.id);
      return book.checkIn({ store: asked.storeId, reservation, scannedAt }, by, key);
    },
    /** Null when it is taken back; after the slot, or a second time, `already-ended`. */
    async undo(reservation: ReservationId, by: Doer, key: string): Promise<Refused | null> {
      const answer = await book.undo(reservation, by, key);
      if ("problem" in answer) return answer;
      if (answer.isWalkIn) line.seatsChanged(answer.slot);
      return null;
    },
    async walkIn({ slotId, partySize }: NewWalkIn, by: Doer, key: string): Promise<CheckIn | Refused> {
      const answer = await book.walkIn(slotId, partySize, by, key);
      if (!("problem" in answer)) line.seatsChanged(slotId);
      return answer;
    },
    async attendees(store: StoreId, by: PersonId, query: AttendeesQuery): Promise<Page<Attendee> | Refused> {
      const filter = filterOf(query);
      if ("problem" in filter) return filter;
      const limit = limitOf(query);
      const rows = await book.attendees(store, by, filter, query.cursor ?? null, limit + 1);
      if (rows === null) return { problem: "not-found" };
      const items = rows.slice(0, limit).map((row) => ({ ...row, mark: markOf(codeOf(row.id), store) }));
      const hasNext = rows.length > limit;
      return { items, hasNext, nextCursor: hasNext ? cursorOf(items.at(-1) as Attendee) : null };
    },
    /** The same for a spreadsheet, piece by piece, at most 20,000 lines. */
    async file(
      store: StoreId,
      by: PersonId,
      query: AttendeesQuery,
      language: Language,
    ): Promise<AttendeeFile | Refused> {
      const filter = filterOf(query);
      if ("problem" in filter) return filter;
      const found = await book.count(store, by, filter, mostLines + 1);
      if (found === null) return { problem: "not-found" };
      const lines = Math.min(found.count, mostLines);
      return { pieces: pieces(store, by, filter, found.timeZone, language), lines, isCut: found.count > mostLines };
    },
    /** Done again and again; answers in how many slots seats came free. */
    async markNoShows(): Promise<number> {
      const freed: readonly SlotId[] = await book.markNoShows();
      for (const slot of freed) line.seatsChanged(slot);
      return freed.length;
    },
  };
}
