import { sql } from "kysely";
import { pageOf } from "../../shared/lists.ts";
import type { Store } from "../../shared/stores.ts";
import {
  compiled,
  type Database,
  pressInTransaction,
  queryBuilder,
  type Statement,
} from "../platform/database/index.ts";
import type { StoreShelf } from "./ports.ts";
import type { StoreToKeep } from "./rules.ts";

interface StoreTable {
  id: string;
  owner_id: string;
  name: string;
  bio: string;
  category: string;
  district: string;
  starts_on: string;
  ends_on: string;
  time_zone: string;
  opens_at: Date;
  closes_at: Date;
  largest_party: number;
  fills_gaps: boolean;
  offer_minutes: number;
}
type Row = Omit<Store, "opensAt" | "closesAt"> & { opensAt: Date; closesAt: Date };

const build = queryBuilder<{ store: StoreTable }>();
const columns = [
  "id",
  "name",
  "bio",
  "category",
  "district",
  sql<string>`to_char(starts_on, 'YYYY-MM-DD')`.as("startsOn"),
  sql<string>`to_char(ends_on, 'YYYY-MM-DD')`.as("endsOn"),
  "time_zone as timeZone",
  "opens_at as opensAt",
  "closes_at as closesAt",
  "largest_party as largestParty",
  "fills_gaps as fillsGaps",
  "offer_minutes as offerMinutes",
] as const;

const toStore = (row: Row): Store => ({
  ...row,
  opensAt: row.opensAt.toISOString(),
  closesAt: row.closesAt.toISOString(),
});

function insertOf(owner: string, store: StoreToKeep): Statement {
  const insert = build
    .insertInto("store")
    .values({
      owner_id: owner,
      name: store.name,
      bio: store.bio,
      category: store.category,
      district: store.district,
      starts_on: store.startsOn,
      ends_on: store.endsOn,
      time_zone: store.timeZone,
      opens_at: store.opensAt,
      closes_at: store.closesAt,
      largest_party: store.largestParty,
      fills_gaps: store.fillsGaps,
      offer_minutes: store.offerMinutes,
    } as never)
    .onConflict((conflict) => conflict.columns(["name", "district", "starts_on"]).doNothing())
    .returning(columns);
  return compiled(insert);
}

/** Stores in PostgreSQL. */
export function createSqlStoreShelf(database: Database): StoreShelf {
  return {
    add: (owner, store, press) =>
      pressInTransaction<Store>(database, { person: owner, ...press }, async () => {
        const [row] = await database.query<Row>(insertOf(owner, store));
        return row === undefined ? { problem: "duplicate-store" } : toStore(row);
      }),

    async find(id) {
      const [row] = await database.read<Row>(compiled(build.selectFrom("store").select(columns).where("id", "=", id)));
      return row === undefined ? null : toStore(row);
    },

    async list(cursor, limit) {
      let query = build
        .selectFrom("store")
        .select(columns)
        .orderBy("id", "desc")
        .limit(limit + 1);
      if (cursor !== null) query = query.where("id", "<", cursor);
      const rows = await database.read<Row>(compiled(query));
      return pageOf(rows.map(toStore), limit);
    },
  };
}
