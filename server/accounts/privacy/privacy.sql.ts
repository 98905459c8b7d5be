import type { EntryId, PersonId, ReservationId, SlotId } from "../../../shared/ids.ts";
import type { Consent } from "../../../shared/privacy.ts";
import type { Database } from "../../platform/database/index.ts";
import { copyOf } from "./copy.sql.ts";
import type { ConsentLog, PersonalData, SealedPhones } from "./ports.ts";

/**
 * What is stored of people, in PostgreSQL; erase.sql is what clears it, on the pool for one person's writes: an erasure
 * waits for the locks of slots, and no join waits for its connection.
 */
export function createSqlPersonalData(database: Database): PersonalData {
  const { code } = database;
  async function does(name: string, ...values: readonly unknown[]): Promise<boolean> {
    const places = values.map((_, at) => `$${at + 1}`).join(", ");
    const [row] = await database.press<{ done: boolean }>({
      text: `select ${code}.${name}(${places}) as done`,
      values,
    });
    return row?.done === true;
  }

  return {
    begin: (person, linkedAt) => does("begin_erasure", person, linkedAt),
    async slotsOf(person, most) {
      const text = `select slot::text from ${code}.slots_of_person($1, $2)`;
      return (await database.read<{ slot: SlotId }>({ text, values: [person, most] })).map(({ slot }) => slot);
    },
    async held(person, slot) {
      const text = `select ticket, reservation::text from ${code}.held_by_person($1, $2)`;
      const [row] = await database.read<{ ticket: number | null; reservation: ReservationId | null }>({
        text,
        values: [person, slot],
      });
      const { ticket = null, reservation = null } = row ?? {};
      return { entry: ticket === null ? null : (`${slot}-${ticket}` as EntryId), reservation };
    },
    forgetIn: (person, slot) => does("forget_in_slot", person, slot),
    forget: (person) => does("forget_person", person),
    async unfinished(most) {
      const text = "select id::text from person where erasing_since is not null order by random() limit $1";
      return (await database.read<{ id: PersonId }>({ text, values: [most] })).map(({ id }) => id);
    },
    copy: (person, mostRows) => copyOf(database, person, mostRows),
  };
}

export function createSqlConsentLog(database: Database): ConsentLog {
  return {
    async list(person) {
      const text = `select kind, version, is_given as "isGiven", at from consent where person_id = $1
        order by id desc limit 1000`;
      const rows = await database.read<Omit<Consent, "at"> & { at: Date }>({ text, values: [person] });
      return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
    },
    async give(person, kinds, version) {
      const text = `insert into consent (person_id, kind, version, is_given, at)
        select $1, asked.kind, $3, true, ${database.code}.clock() from unnest($2::text[]) as asked (kind)
        where (select (version, is_given) from consent where person_id = $1 and consent.kind = asked.kind
          order by id desc limit 1) is distinct from ($3::text, true)`;
      await database.press({ text, values: [person, kinds, version] });
    },
    async takeBack(person, kinds) {
      const text = `with taken as (
          insert into consent (person_id, kind, version, is_given, at)
          select $1, asked.kind, latest.version, false, ${database.code}.clock()
          from unnest($2::text[]) as asked (kind) cross join lateral (
            select version, is_given from consent where person_id = $1 and consent.kind = asked.kind
            order by id desc limit 1) as latest
          where latest.is_given)
        select ${database.code}.forget_watched($1) where 'profile' = any ($2)`;
      await database.press({ text, values: [person, kinds] });
    },
  };
}

export function createSqlSealedPhones(database: Database): SealedPhones {
  return {
    after: (person, most) =>
      database.read({
        text: `select id::text as person, phone_sealed as sealed from person
          where phone_sealed is not null and ($1::bigint is null or id > $1) order by id limit $2`,
        values: [person, most],
      }),
    async replace(person, sealed, resealed) {
      const text = "update person set phone_sealed = $3 where id = $1 and phone_sealed = $2";
      await database.press({ text, values: [person, sealed, resealed] });
    },
  };
}
