import { createChance } from "../../server/platform/chance.ts";
import type { Database } from "../../server/platform/database/index.ts";
import { createCards } from "../../server/stores/cards/cards.ts";
import { createSqlStoreShelf } from "../../server/stores/store-shelf.sql.ts";
import type { StoreId } from "../../shared/ids.ts";
import { categories } from "../../shared/store-codes.ts";
import { createNames } from "./invented-names.ts";

const storesAtOnce = 5_000;
const slotsOfEach = 8;
const districts = [..."성한홍연합망신이용명을종북서여문강압청잠"].map((syllable) => `${syllable}동`);

const addStores = `insert into store (owner_id, name, category, district, starts_on, ends_on, opens_at, closes_at)
  select $1, name, category, district, current_date + starts, current_date + starts + days,
    now() + (starts - 7) * interval '1 day', now() + (starts + days) * interval '1 day'
  from unnest($2::text[], $3::text[], $4::text[], $5::integer[], $6::integer[])
    as given (name, category, district, starts, days) returning id`;
const addSlots = `with added as (
    insert into slot (store_id, starts_at, ends_at)
    select id, starts_on + place * interval '1 day' + interval '11 hours', starts_on + place * interval '1 day'
      + interval '12 hours'
    from store cross join generate_series(1, $2) as place where id = any ($1) order by id, place
    returning id, store_id, starts_at
  ) insert into slot_line (slot_id, of_store, slot_starts_at, capacity, held)
  select id, store_id, starts_at, 10, least(id * 7919 % 13, 10) from added`;

/** Fills a shelf with invented stores that all run about now, each with eight slots, and counts what searches read. */
export function createShelfGrounds(database: Database) {
  return {
    /** From one seed the same stores every time, but for the days, which are about today. */
    async addStores({ count, seed }: { count: number; seed: number }): Promise<void> {
      const [nameOf, chance] = [createNames(seed), createChance(seed)];
      const [host] = await database.query<{ id: string }>({
        text: `insert into person (issuer, subject, name, role) values ('bench', 'shelf', 'Host', 'host')
          on conflict (issuer, subject) do update set name = excluded.name returning id`,
        values: [],
      });
      for (let first = 0; first < count; first += storesAtOnce) {
        const numbers = Array.from({ length: Math.min(storesAtOnce, count - first) }, (_, place) => first + place);
        const columns = [
          numbers.map(nameOf),
          numbers.map(() => chance.pick(categories)),
          numbers.map(() => chance.pick(districts)),
          numbers.map(() => chance.whole(-20, 40)),
          numbers.map(() => chance.whole(10, 40)),
        ];
        const rows = await database.query<{ id: string }>({ text: addStores, values: [host?.id, ...columns] });
        await database.query({ text: addSlots, values: [rows.map(({ id }) => id), slotsOfEach] });
      }
    },

    /** Gives every card a version, as a catalogue's have in which nobody has changed anything for a second. */
    async giveVersions(_: null): Promise<void> {
      const shelf = createSqlStoreShelf(database);
      const rows = await database.query<{ id: StoreId }>({
        text: "select store_id as id from store_search",
        values: [],
      });
      for (let first = 0; first < rows.length; first += storesAtOnce) {
        await shelf.giveVersions(rows.slice(first, first + storesAtOnce).map(({ id }) => id));
      }
    },

    /** Pages of tables and indexes that the first page of each term reads, as PostgreSQL counts them. */
    async buffersOf(terms: readonly string[]): Promise<number[]> {
      let read = 0;
      const counting: Database = {
        ...database,
        async list(statement, wrote) {
          const { text, values } = statement;
          const [row] = await database.read<{ "QUERY PLAN": [{ Plan: Record<string, number> }] }>({
            text: `explain (analyze, buffers, format json) ${text}`,
            values,
          });
          const plan = row?.["QUERY PLAN"][0].Plan ?? {};
          read += (plan["Shared Hit Blocks"] ?? Number.NaN) + (plan["Shared Read Blocks"] ?? Number.NaN);
          return database.list(statement, wrote);
        },
      };
      const each: number[] = [];
      for (const q of terms) {
        read = 0;
        const cards = createCards(createSqlStoreShelf(counting));
        await cards.page({ q }, null, 20, null);
        each.push(read);
      }
      return each;
    },
  };
}
