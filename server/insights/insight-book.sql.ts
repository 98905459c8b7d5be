import { ageBandOf } from "../../shared/people-codes.ts";
import type { Database } from "../platform/database/index.ts";
import type { InsightBook } from "./ports.ts";
import type { Counted } from "./rules.ts";

const mostCells = 10;

/** One pass over an import; `at` says by which columns a row is counted. */
const purchasesText = `with counted as (
    select grouping(sex, age, is_weekend, is_afternoon, category, month, region) as at, sex, age, is_weekend,
      is_afternoon, category, month, region, sum(times)::float8 as count
    from purchase where import_id = $1
    group by grouping sets ((sex), (age), (is_weekend), (is_afternoon), (category), (month), (region, sex, age))
  ), named as (
    select case at when b'0111111'::integer then 'sex' when b'1011111'::integer then 'age'
        when b'1101111'::integer then 'weekend' when b'1110111'::integer then 'afternoon'
        when b'1111011'::integer then 'category' when b'1111101'::integer then 'month' else 'cell' end as chart,
      concat_ws('-', region, sex, age::text, is_weekend::text, is_afternoon::text, category, month::text) as key, count
    from counted
  ) (select chart, key, count, null::integer as people from named where chart <> 'cell'
    order by case chart when 'category' then -count end, key)
  union all (select chart, key, count, null from named where chart = 'cell'
    order by count desc, key limit ${mostCells})`;

/** Who was erased or walked in has no number but their ticket's: whether two of them are one person nobody knows. */
const people = "count(distinct person_id) filter (where person_id > 0)";

/**
 * Reservations of a store that were not cancelled, by what people told of themselves and agree to ($2 the version of
 * the text), and by when they were for. The funnel counts days on which whoever agrees looked, and parties: who
 * joined, the seats they got, also after a move, and who came; whoever walked in was in no line.
 */
const storeText = (code: string) => `with visit as (
    select reservation.person_id, is_walk_in, checked_in_at, starts_at at time zone time_zone as local, told.sex,
      told.birth_year
    from reservation join slot on slot.id = slot_id join store on store.id = store_id
    left join person as told on told.id = person_id and ${code}.may_be_watched(told.id, $2)
    where store_id = $1 and state <> 'cancelled'
  ), bars as (
    select 'born' as chart, concat_ws('/', sex, birth_year) as key, count(*) as count,
      count(distinct person_id) as people
    from visit where sex is not null and birth_year is not null group by sex, birth_year
    union all select 'time', case when extract(isodow from local) > 5 then 'weekend' else 'weekday' end || '-'
        || case when extract(hour from local) < 12 then 'morning' else 'afternoon' end,
      count(*), ${people}
    from visit group by 2
    union all select 'month', to_char(local, 'YYYYMM'), count(*), ${people} from visit group by 2
    union all select 'funnel', 'opened', coalesce(sum(days), 0), count(*)
    from (select person_id, count(*) as days from store_view where store_id = $1 group by person_id) as looked
    where ${code}.may_be_watched(person_id, $2)
    union all select 'funnel', 'joined', coalesce(sum(joined), 0), null
    from slot join slot_line on slot_id = slot.id where store_id = $1
    union all select 'funnel', 'seated', count(*), null from visit where not is_walk_in
    union all select 'funnel', 'came', count(checked_in_at), null from visit where not is_walk_in
  ) select chart, key, count::integer as count, people::integer as people,
      extract(year from ${code}.clock() at time zone 'Asia/Seoul')::integer as year
  from bars order by chart, key limit 1000`;

type Row = Counted & { readonly year: number };

/** Sexes and years of birth by the bands of the purchases; nobody is in two years. */
function segmentsOf(rows: readonly Row[]): Counted[] {
  const segments = new Map<string, Counted>();
  for (const { key, count, people, year } of rows) {
    const [sex, born] = key.split("/");
    const segment = `${sex}-${ageBandOf(Number(born), year)}`;
    const before = segments.get(segment);
    const all = { count: (before?.count ?? 0) + count, people: (before?.people ?? 0) + (people ?? 0) };
    segments.set(segment, { chart: "segment", key: segment, ...all });
  }
  return [...segments.values()];
}

const steps = ["opened", "joined", "seated", "came"];
const inSteps = (one: Counted, other: Counted) => steps.indexOf(one.key) - steps.indexOf(other.key);

/** Figures from PostgreSQL; whose store it is store-deeds.sql says. */
export function createSqlInsightBook(database: Database, version: string): InsightBook {
  const { code } = database;
  return {
    async imported() {
      const text = `select purchase_import.id::text, source, rows from purchase_import where finished_at is not null
        order by purchase_import.id desc limit 1`;
      return (await database.read<{ id: string; source: string; rows: number }>({ text, values: [] }))[0] ?? null;
    },
    purchases: (imported) => database.read({ text: purchasesText, values: [imported] }),
    async store(store, by) {
      const named = `select name from store where id = $1 and ${code}.may_at_store($2, id, 'see-insights')`;
      const [found] = await database.read<{ name: string }>({ text: named, values: [store, by] });
      if (found === undefined) return null;
      const rows = await database.read<Row>({ text: storeText(code), values: [store, version] });
      const isBorn = ({ chart }: Row) => chart === "born";
      const funnel = rows.filter(({ chart }) => chart === "funnel").toSorted(inSteps);
      const others = rows.filter(({ chart }) => chart !== "born" && chart !== "funnel");
      return { name: found.name, counts: [...funnel, ...others, ...segmentsOf(rows.filter(isBorn))] };
    },
  };
}
