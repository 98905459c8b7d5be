import { sql } from "kysely";
import type { Store } from "../../shared/stores.ts";
import {
  compiled,
  type Database,
  noteDeed,
  pressInTransaction,
  queryBuilder,
  type Statement,
} from "../platform/database/index.ts";
import { type CardsRow, countedOf, createCountStatement } from "./cards/count-cards.sql.ts";
import type { StoreShelf } from "./ports.ts";
import type { HungPoster, StoreToKeep } from "./rules.ts";
import { createSqlSearch } from "./store-search.sql.ts";
import { type StoreTable, shownPicture, storeColumns, withMoments } from "./store-table.sql.ts";

type Row = Omit<Store, "opensAt" | "closesAt"> & { opensAt: Date; closesAt: Date };

/** What a draft looks like before its host has said what it is. */
const plainCategory = "life";

const build = queryBuilder<{ store: StoreTable }>();

const countOf = (category: string) => sql`(select count(*) from store where category = ${category})`;

function insertOf(owner: string, store: StoreToKeep): Statement {
  const insert = build
    .insertInto("store")
    .values({
      owner_id: owner,
      name: store.name,
      bio: store.bio,
      category: store.category,
      district: store.district,
      address: store.address,
      rules: store.rules,
      starts_on: store.startsOn,
      ends_on: store.endsOn,
      time_zone: store.timeZone,
      opens_at: store.opensAt,
      closes_at: store.closesAt,
      largest_party: store.largestParty,
      places_per_person: store.placesPerPerson,
      fills_gaps: store.fillsGaps,
      offer_minutes: store.offerMinutes,
      grace_minutes: store.graceMinutes,
      releases_no_shows: store.releasesNoShows,
      is_listed: store.isListed,
      number_in_category: countOf(store.category),
    } as never)
    .onConflict((conflict) => conflict.doNothing())
    .returning(storeColumns);
  return compiled(insert);
}

/** Stores in PostgreSQL. */
export function createSqlStoreShelf(database: Database): StoreShelf {
  const countStatement = createCountStatement(database.code);

  return {
    add: (owner, store, press) =>
      pressInTransaction<Store>(database, { person: owner.id, network: owner.network, ...press }, async () => {
        const staying = { text: `select ${database.code}.stays($1) as stays`, values: [owner.id] };
        const [host] = await database.query<{ stays: boolean }>(staying);
        if (host?.stays !== true) return { problem: "sign-in-needed" };
        const [row] = await database.query<Row>(insertOf(owner.id, store));
        if (row === undefined) return { problem: "duplicate-store" };
        await noteDeed(database, { person: owner.id, deed: "store-registered", subject: `store:${row.id}` });
        return withMoments(row);
      }),

    async find(id) {
      const [row] = await database.read<CardsRow>(countStatement([id]));
      const [card] = row?.cards ?? [];
      return card === undefined ? null : countedOf(card).store;
    },

    async posterFacts(id, by) {
      const number = sql<number>`coalesce(number_in_category, (id % 1000)::integer)`.as("numberInCategory");
      const facts = build
        .selectFrom("store")
        .select(["id", "name", "category", number, shownPicture])
        .select(sql<boolean>`published_at is null`.as("isDraft"))
        .where("id", "=", id)
        .where((is) => is.or([is("published_at", "is not", null), is("owner_id", "=", by)]));
      const [row] = await database.read<Omit<HungPoster, "category"> & { category: HungPoster["category"] | null }>(
        compiled(facts),
      );
      return row === undefined ? null : { ...row, category: row.category ?? plainCategory };
    },

    search: createSqlSearch(database),

    async count(ids, wrote) {
      const [row] = await database.list<CardsRow>(countStatement(ids), wrote);
      const cards = row?.cards ?? [];
      if (cards.length === ids.length) return cards.map(countedOf);
      // A replica that has not yet what another one had when it was searched.
      const found = new Set<string>(cards.map(({ id }) => id));
      const [rest] = await database.read<CardsRow>(countStatement(ids.filter((id) => !found.has(id))));
      return [...cards, ...(rest?.cards ?? [])].map(countedOf);
    },

    async giveVersions(ids) {
      await database.query({ text: `select ${database.code}.give_card_versions($1)`, values: [ids] });
    },
  };
}
