import { sql } from "kysely";
import { pageOf } from "../../shared/lists.ts";
import type { Store } from "../../shared/stores.ts";
import {
  compiled,
  type Database,
  noteDeed,
  pressInTransaction,
  queryBuilder,
  type Statement,
} from "../platform/database/index.ts";
import type { StoreShelf } from "./ports.ts";
import type { HungPoster, StoreToKeep } from "./rules.ts";
import { type CardRow, cardStatement, cardsStatement } from "./store-cards.sql.ts";
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
      fills_gaps: store.fillsGaps,
      offer_minutes: store.offerMinutes,
      grace_minutes: store.graceMinutes,
      releases_no_shows: store.releasesNoShows,
      number_in_category: countOf(store.category),
    } as never)
    .onConflict((conflict) => conflict.doNothing())
    .returning(storeColumns);
  return compiled(insert);
}

/** Stores in PostgreSQL. */
export function createSqlStoreShelf(database: Database): StoreShelf {
  return {
    add: (owner, store, press) =>
      pressInTransaction<Store>(database, { person: owner.id, network: owner.network, ...press }, async () => {
        const [row] = await database.query<Row>(insertOf(owner.id, store));
        if (row === undefined) return { problem: "duplicate-store" };
        await noteDeed(database, { person: owner.id, deed: "store-registered", subject: `store:${row.id}` });
        return withMoments(row);
      }),

    async find(id) {
      const [row] = await database.read<CardRow>(cardStatement(database.code, id));
      return row === undefined ? null : withMoments(row);
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

    async list(filter, cursor, limit) {
      const rows = await database.read<CardRow>(cardsStatement(database.code, filter, cursor, limit + 1));
      return pageOf(rows.map(withMoments), limit);
    },
  };
}
