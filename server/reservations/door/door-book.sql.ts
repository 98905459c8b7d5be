import type { Doer } from "../../../shared/audit.ts";
import type { CheckIn } from "../../../shared/check-ins.ts";
import { doorOpensMinutes, oldestScanHours } from "../../../shared/door-hours.ts";
import { type EntryId, type ReservationId, readEntryId, type SlotId } from "../../../shared/ids.ts";
import type { Refused } from "../../../shared/problems.ts";
import { type Database, pressOnce } from "../../platform/database/index.ts";
import { createRound } from "../../platform/round.ts";
import type { AttendeeFilter, DoorBook, StoredAttendee, Undone } from "./ports.ts";

const slotsMarkedAtOnce = 100;

type Row = Omit<StoredAttendee, "startsAt" | "endsAt" | "checkedInAt"> &
  Record<"startsAt" | "endsAt", Date> & { readonly checkedInAt: Date | null };

/** Moments as the API writes them: PostgreSQL writes them in its own way inside JSON. */
const momentOf = (moment: Date | string) => new Date(moment).toISOString();

/** What a press remembers of a check-in: nobody's name. */
type Remembered = Omit<CheckIn, "name">;

function toRefusal(refused: Refused): Refused {
  const { startsAt, checkedInAt } = refused;
  return {
    ...refused,
    ...(startsAt === undefined ? {} : { startsAt: momentOf(startsAt) }),
    // Rows from before there was a door know no moment.
    ...(checkedInAt === undefined || checkedInAt === null ? {} : { checkedInAt: momentOf(checkedInAt) }),
  };
}

const toAttendee = (row: Row): StoredAttendee => ({
  ...row,
  startsAt: momentOf(row.startsAt),
  endsAt: momentOf(row.endsAt),
  checkedInAt: row.checkedInAt === null ? null : momentOf(row.checkedInAt),
});

const attendeeTables = `slot join store on store.id = slot.store_id
  join reservation on reservation.slot_id = slot.id left join person on person.id = reservation.person_id`;

/** $1 the store, $2 a day, $3 a slot, $4 a text as part of a pattern, $5 the same as a ticket. */
const narrowed = `slot.store_id = $1
  and ($2::date is null or (slot.starts_at at time zone store.time_zone)::date = $2)
  and ($3::bigint is null or slot.id = $3)
  and ($4::text is null or person.name ilike $4 or reservation.ticket = $5::integer)`;

/** In a pattern these stand for themselves. */
const patternOf = (text: string | null) => (text === null ? null : `%${text.replace(/[\\%_]/g, "\\$&")}%`);
const ticketOf = (text: string | null) => (text !== null && /^[1-9][0-9]{0,8}$/.test(text) ? text : null);
const valuesOf = ({ date, slot, text }: AttendeeFilter) => [date, slot, patternOf(text), ticketOf(text)];

/** The store's door in PostgreSQL; what it changes is in check-in.sql and walk-in.sql. */
export function createSqlDoorBook(database: Database): DoorBook {
  const { code } = database;
  const write = <Done extends object>(call: string, by: Doer, key: string, more: Readonly<Record<string, unknown>>) =>
    pressOnce<Done>(database, { person: by.id, network: by.network, key, call, arguments: more });

  /**
   * Whose it is is asked anew, also when the press is a repeated one: null for a walk-in and for who was erased. So is
   * the right to know: whoever was taken off the staff since gets what any other press of theirs would (I11).
   */
  async function named(answer: Remembered | Refused, by: Doer): Promise<CheckIn | Refused> {
    if ("problem" in answer) return toRefusal(answer);
    const text = `select (select person.name from reservation join person on person.id = reservation.person_id
        where reservation.id = $1) as name
      from slot where slot.id = $2 and ${code}.may_at_store($3, slot.store_id, 'check-in')`;
    const [whose] = await database.press<{ name: string | null }>({ text, values: [answer.id, answer.slotId, by.id] });
    if (whose === undefined) return { problem: "not-found" };
    const { startsAt, checkedInAt } = answer;
    const moments = { startsAt: momentOf(startsAt), checkedInAt: momentOf(checkedInAt) };
    return { ...answer, ...moments, name: whose.name };
  }

  async function may(deed: string, store: string, by: string): Promise<boolean> {
    const text = `select ${code}.may_at_store($1, $2, $3) as may`;
    const [answer] = await database.read<{ may: boolean }>({ text, values: [by, store, deed] });
    return answer?.may === true;
  }

  const markRound = createRound<SlotId, boolean>({
    atOnce: slotsMarkedAtOnce,
    async due(most, without) {
      const text = `select slot from ${code}.no_shows_due($1, $2) as slot`;
      return (await database.read<{ slot: SlotId }>({ text, values: [most, without] })).map(({ slot }) => slot);
    },
    async work(slot) {
      const text = `select ${code}.mark_no_shows($1) as freed`;
      const [row] = await database.press<{ freed: boolean }>({ text, values: [slot] });
      return row?.freed === true;
    },
    trouble: "of some slots nobody knows who did not come",
  });

  return {
    async passesOfDay(store, by, cursor, limit, at) {
      if (!(await may("check-in", store, by))) return null;
      // Those of the day, and whose door is open: around midnight that is another day's.
      const text = `select reservation.id from slot join store on store.id = slot.store_id
        join reservation on reservation.slot_id = slot.id
        cross join lateral (select coalesce($4::timestamptz, ${code}.clock()) as at) as asked
        where slot.store_id = $1 and reservation.id > $2
          and ((slot.starts_at at time zone store.time_zone)::date = (asked.at at time zone store.time_zone)::date
            or asked.at between slot.starts_at - interval '${doorOpensMinutes} minutes' and slot.ends_at)
        order by reservation.id limit $3`;
      const rows = await database.read<{ id: ReservationId }>({ text, values: [store, cursor, limit, at] });
      return rows.map(({ id }) => id);
    },
    async checkIn({ store, reservation, scannedAt }, by, key) {
      const bounds = { openMinutes: doorOpensMinutes, oldestHours: oldestScanHours };
      const asked = { store, reservation, scannedAt, ...bounds };
      return named(await write<Remembered>("check_in", by, key, asked), by);
    },
    undo: (reservation, by, key) => write<Undone>("undo_check_in", by, key, { reservation }),
    async walkIn(slot, partySize, by, key) {
      const asked = { slot, partySize, openMinutes: doorOpensMinutes };
      return named(await write<Remembered>("register_walk_in", by, key, asked), by);
    },
    async attendees(store, by, filter, cursor, limit) {
      if (!(await may("see-attendees", store, by))) return null;
      const after = cursor === null ? null : readEntryId(cursor as EntryId);
      const text = `select reservation.id, slot.id as "slotId", slot.starts_at as "startsAt", slot.ends_at as "endsAt",
          reservation.ticket, person.name, reservation.party_size as "partySize", reservation.state,
          reservation.checked_in_at as "checkedInAt", reservation.is_walk_in as "isWalkIn",
          reservation.seat_released as "seatReleased"
        from ${attendeeTables} where ${narrowed}
          and ($6::bigint is null
            or (slot.starts_at, reservation.ticket) > ((select starts_at from slot where id = $6), $7::integer))
        order by slot.starts_at, reservation.ticket limit $8`;
      const values = [store, ...valuesOf(filter), after?.slot ?? null, after?.ticket ?? null, limit];
      return (await database.read<Row>({ text, values })).map(toAttendee);
    },
    async count(store, by, filter, most) {
      if (!(await may("see-attendees", store, by))) return null;
      const text = `select (select time_zone from store where id = $1) as "timeZone",
        (select count(*)::integer from (select from ${attendeeTables} where ${narrowed} limit $6) as found) as count`;
      const values = [store, ...valuesOf(filter), most];
      const [row] = await database.read<{ count: number; timeZone: string }>({ text, values });
      return row ?? null;
    },
    async markNoShows() {
      return (await markRound()).filter(([, isFreed]) => isFreed).map(([slot]) => slot);
    },
  };
}
