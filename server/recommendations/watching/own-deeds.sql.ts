import { ageBandOf } from "../../../shared/people-codes.ts";
import type { Database } from "../../platform/database/index.ts";
import type { OwnDeeds } from "../ports.ts";
import type { OwnDeed } from "../rules.ts";
import { reservedAt } from "../scoring/reserved-at.sql.ts";

/** A few thousand rows: reading more of them at once would keep whoever is served waiting. */
const peopleAtOnce = 100;
/** Looked at for whether they agree, in one statement: where hardly anybody does it would go through all people. */
const lookedAtOnce = 2_000;
/** Of each person, of each kind, the latest. */
const mostOfKind = 200;
const halfLifeDays = 60;

interface Row extends Omit<OwnDeed, "age"> {
  readonly birthYear: number | null;
  readonly thisYear: number;
}

/**
 * What people did here, of whoever agrees to it in this version of the text: a reservation that was not cancelled
 * counts 1, coming 1 more, following a store 0.5, speaking in its room 0.25, opening its page on a day 0.1; half as
 * much after 60 days. By category of store and week, each in its own: who booked in one may come in another.
 */
export function createSqlOwnDeeds(database: Database, version: string): OwnDeeds {
  const { code } = database;
  const latest = (columns: string, from: string, order: string) =>
    `(select ${columns} from ${from} order by ${order} desc limit ${mostOfKind})`;
  const reserved = "reservation join slot on slot.id = slot_id where person_id = person.id and removed_at is null";
  const deeds = [
    latest(`slot.store_id, 1 as worth, ${reservedAt} as at`, `${reserved} and state <> 'cancelled'`, "reservation.id"),
    latest(
      "slot.store_id, 1, coalesce(checked_in_at, starts_at)",
      `${reserved} and state in ('checked_in', 'completed')`,
      "reservation.id",
    ),
    latest("store_id, 0.5, since", "store_follow where person_id = person.id", "since"),
    latest("store_id, 0.25, spoke_at", "room_guest where person_id = person.id and spoke_at > '-infinity'", "spoke_at"),
    latest("store_id, 0.1, viewed_at", "store_view where person_id = person.id", "viewed_at"),
  ].join(" union all ");
  const text = `select person.id::text as person, sex, region, birth_year as "birthYear",
      extract(year from ${code}.clock() at time zone 'Asia/Seoul')::integer as "thisYear", category,
      floor(extract(epoch from at) / ${7 * 86_400})::integer as week, sum(worth)::float8 as worth,
      sum(worth * 0.5 ^ (extract(epoch from ${code}.clock() - at) / ${halfLifeDays * 86_400}))::float8 as times
    from (select * from person where id > $1 and id <= $3 and ${code}.may_be_watched(id, $2)) as person
      cross join lateral (${deeds}) as deed join store on store.id = deed.store_id
    group by 1, 2, 3, 4, 5, 6, 7 order by 1, 7, 6`;
  const lastOf = `select coalesce((
        select id from person where id > $1 and id <= looked.last and ${code}.may_be_watched(id, $2)
        order by id offset ${peopleAtOnce - 1} limit 1), looked.last)::text as last
    from (select max(id) as last from (
        select id from person where id > $1 order by id limit ${lookedAtOnce}) as some_of_them) as looked`;

  return {
    async *all() {
      let after = "0";
      for (;;) {
        const [some] = await database.read<{ last: string | null }>({ text: lastOf, values: [after, version] });
        if (some?.last == null) return;
        const rows = await database.read<Row>({ text, values: [after, version, some.last] });
        yield rows.map(({ birthYear, thisYear, ...row }) => ({
          ...row,
          age: birthYear === null ? null : ageBandOf(birthYear, thisYear),
        }));
        after = some.last;
      }
    },
  };
}
