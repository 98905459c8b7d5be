import { sql } from "kysely";
import type { PersonId, ReservationId } from "../../shared/ids.ts";
import { pageOf } from "../../shared/lists.ts";
import { compiled, type Database, pressOnce, queryBuilder } from "../platform/database/index.ts";
import type { ReservationBook, StoredReservation } from "./ports.ts";

interface Tables {
  reservation: {
    id: string;
    slot_id: string;
    ticket: number;
    person_id: string;
    party_size: number;
    state: string;
    created_at: Date;
    cancelled_at: Date | null;
    moved_to: string | null;
    event_id: string | null;
    removed_at: Date | null;
    revision: number;
    revised_at: Date | null;
  };
  slot: { id: string; store_id: string; starts_at: Date; ends_at: Date; closed_at: Date | null };
  store: { id: string; name: string; district: string; address: string; time_zone: string };
}
type Moments = "startsAt" | "endsAt" | "createdAt" | "revisedAt";
type Row = Omit<StoredReservation, Moments | "cancelledAt"> & Record<Moments, Date> & { cancelledAt: Date | null };

const build = queryBuilder<Tables>();

const ofPerson = (person: PersonId) =>
  build
    .selectFrom("reservation")
    .innerJoin("slot", "slot.id", "reservation.slot_id")
    .innerJoin("store", "store.id", "slot.store_id")
    .select([
      "reservation.id",
      "slot.id as slotId",
      "store.id as storeId",
      "store.name as storeName",
      "store.district",
      "store.address",
      "slot.starts_at as startsAt",
      "slot.ends_at as endsAt",
      "store.time_zone as timeZone",
      "reservation.ticket",
      "reservation.party_size as partySize",
      "reservation.state",
      "reservation.created_at as createdAt",
      "reservation.cancelled_at as cancelledAt",
      // One statement closes a slot and cancels what is in it, at one moment (close-slot.sql).
      sql<boolean>`coalesce(reservation.cancelled_at = slot.closed_at, false)`.as("cancelledByHost"),
      "reservation.moved_to as movedTo",
      sql<string>`coalesce(reservation.event_id, reservation.id)::text`.as("eventId"),
      "reservation.revision",
      sql<Date>`coalesce(reservation.revised_at, reservation.created_at)`.as("revisedAt"),
    ])
    .where("reservation.person_id", "=", person);

const toReservation = (row: Row): StoredReservation => ({
  ...row,
  startsAt: row.startsAt.toISOString(),
  endsAt: row.endsAt.toISOString(),
  createdAt: row.createdAt.toISOString(),
  cancelledAt: row.cancelledAt?.toISOString() ?? null,
  revisedAt: row.revisedAt.toISOString(),
});

/** Reservations in PostgreSQL; what changes seats is in reservation.sql. */
export function createSqlReservationBook(database: Database): ReservationBook {
  const write = <Done extends object>(call: string, id: ReservationId, person: PersonId, key: string) =>
    pressOnce<Done>(database, { person, key, call, arguments: { reservation: id } });

  return {
    async find(id, person, also) {
      let query = ofPerson(person).where("reservation.id", "=", id);
      if (also?.evenRemoved !== true) query = query.where("reservation.removed_at", "is", null);
      const [row] = await database.read<Row>(compiled(query));
      return row === undefined ? null : toReservation(row);
    },
    async list(person, cursor, limit) {
      let query = ofPerson(person)
        .where("reservation.removed_at", "is", null)
        .orderBy("reservation.id", "desc")
        .limit(limit + 1);
      if (cursor !== null) query = query.where("reservation.id", "<", cursor);
      const rows = await database.read<Row>(compiled(query));
      return pageOf(rows.map(toReservation), limit);
    },
    cancel: (id, person, key) => write("cancel_reservation", id, person, key),
    move: (reservation, person, slot, key) =>
      pressOnce(database, { person, key, call: "reschedule", arguments: { reservation, slot } }),
    remove: (id, person, key) => write("remove_reservation", id, person, key),
  };
}
