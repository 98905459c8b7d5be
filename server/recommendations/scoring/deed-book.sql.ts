import { ageBandOf } from "../../../shared/people-codes.ts";
import { categories } from "../../../shared/store-codes.ts";
import type { Database } from "../../platform/database/index.ts";
import type { DeedBook, Told } from "../ports.ts";
import { reservedAt } from "./reserved-at.sql.ts";

const halfLifeDays = 60;
const mostDeeds = 200;

interface Row extends Pick<Told, "sex" | "region"> {
  readonly birthYear: number | null;
  readonly thisYear: number;
  readonly deeds: Readonly<Record<string, number>> | null;
}

/**
 * What somebody told and may be used: telling is agreeing, and whoever takes that back has told nothing. Their
 * reservations are used with it, the latest 200 that they did not cancel, half as much after 60 days.
 */
export function createSqlDeedBook(database: Database): DeedBook {
  const text = `select sex, region, birth_year as "birthYear",
      extract(year from ${database.code}.clock() at time zone 'Asia/Seoul')::integer as "thisYear",
      case when num_nonnulls(sex, region, birth_year) > 0 then (
        select jsonb_object_agg(category, weight) from (
          select category, sum(0.5 ^ (extract(epoch from ${database.code}.clock() - latest.reserved_at)
            / ${halfLifeDays * 86_400})) as weight
          from (select slot_id, ${reservedAt} as reserved_at from reservation
            where person_id = $1 and state <> 'cancelled' and removed_at is null order by id desc limit ${mostDeeds}
          ) as latest join slot on slot.id = latest.slot_id join store on store.id = slot.store_id
          group by category) as by_category) end as deeds
    from person where id = $1`;
  return {
    async of(person) {
      const [row] = await database.read<Row>({ text, values: [person] });
      if (row === undefined) return { ageBand: null, sex: null, region: null, own: [] };
      const { deeds, birthYear, thisYear, ...told } = row;
      const ageBand = birthYear === null ? null : ageBandOf(birthYear, thisYear);
      return { ...told, ageBand, own: deeds === null ? [] : categories.map((category) => deeds[category] ?? 0) };
    },
  };
}
