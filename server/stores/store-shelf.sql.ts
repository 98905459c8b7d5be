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
import type { StoreShelf } from "./ports.ts";
import type { HungPoster, ShelvedStore, StoreToKeep } from "./rules.ts";
import { type CardsRow, createCardStatements } from "./store-cards.sql.ts";
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

/** How often a page that does not get full looks on; each look is bounded (find-stores.sql). */
const mostLooks = 20;

/** PostgreSQL's own way of a moment inside JSON, "…T09:00:00.12+00:00", as the API writes it. Sessions are in UTC. */
function momentOf(written: string): string {
  const [seconds = "", fraction = ""] = written.replace("+00:00", "").split(".");
  return `${seconds}.${fraction.slice(0, 3).padEnd(3, "0")}Z`;
}

/** What belongs to the list stays behind. */
function toStore({
  place: _,
  seen: __,
  ...card
}: ShelvedStore & { place?: number; seen?: string | null }): ShelvedStore {
  return { ...card, opensAt: momentOf(card.opensAt), closesAt: momentOf(card.closesAt) };
}

/** Stores in PostgreSQL. */
export function createSqlStoreShelf(database: Database): StoreShelf {
  const statements = createCardStatements(database.code);

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
      const [row] = await database.read<CardsRow>(statements.card(id));
      const [card] = row?.cards ?? [];
      return card === undefined ? null : toStore(card);
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

    async list(filter, cursor, limit, wrote) {
      const items: ShelvedStore[] = [];
      let seen = cursor;
      for (let looks = 0; looks < mostLooks && (looks === 0 || seen !== null) && items.length <= limit; looks += 1) {
        const [row] = await database.list<CardsRow>(statements.list(filter, seen, limit + 1 - items.length), wrote);
        items.push(...(row?.cards ?? []).map(toStore));
        seen = row?.seen ?? null;
      }
      const isFull = items.length > limit;
      const shown = items.slice(0, limit);
      const nextCursor = isFull ? (shown.at(-1)?.id ?? null) : seen;
      return { items: shown, nextCursor, hasNext: nextCursor !== null };
    },
  };
}
