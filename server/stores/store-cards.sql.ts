import { type SelectQueryBuilder, sql } from "kysely";
import { compiled, queryBuilder, type Statement } from "../platform/database/index.ts";
import type { ShelvedStore, StoreFilter } from "./rules.ts";
import { type StoreTable, shownPicture, storeColumns } from "./store-table.sql.ts";

interface Tables {
  store: StoreTable;
  person: { id: string; name: string };
  slot_line: {
    slot_id: string;
    of_store: string;
    slot_starts_at: Date;
    capacity: number;
    held: number;
    waiting: number;
  };
  moment: { now: Date };
  listed: { id: string; place: number };
}

/** Cards as one JSON text: twenty of them are twenty columns each, which a driver reads one by one. */
export interface CardsRow {
  readonly cards: readonly ShelvedStore[];
  /** find-stores.sql's. */
  readonly seen: string | null;
}

const build = queryBuilder<Tables>();
/** One moment for the whole statement, and a constant to the planner: a call in a condition would use no index. */
const now = sql<Date>`(select now from moment)`;
const stateOfStore = sql<ShelvedStore["state"]>`case
  when ${now} < store.opens_at then 'upcoming'
  when ${now} >= store.closes_at or coming."nextSlotId" is null then 'closed'
  when coming."seatsLeft" = 0 then 'sold-out'
  else 'open' end`;

/** The slots to come that are not closed (coming-seats.sql), in their order: one range of an index, and its rows. */
const comingLines = (code: string) =>
  build
    .selectFrom("slot_line as line")
    .whereRef("line.of_store", "=", sql.ref("store.id"))
    .where(sql<boolean>`${sql.raw(code)}.is_to_come(line, ${now})`)
    .select(["line.slot_id", "line.capacity", "line.waiting"])
    .select(sql<number>`${sql.raw(code)}.seats_left(line, store.fills_gaps)`.as("seats"))
    .orderBy("line.slot_starts_at")
    .as("line");
const comingSlots = (code: string) =>
  build
    .selectFrom(comingLines(code))
    .select([
      sql<number>`coalesce(sum(line.capacity), 0)::float8`.as("capacity"),
      sql<number>`coalesce(sum(line.seats), 0)::float8`.as("seatsLeft"),
      sql<number>`coalesce(sum(line.waiting), 0)::float8`.as("waiting"),
      sql<string | null>`coalesce((array_agg(line.slot_id) filter (where line.seats > 0))[1],
      (array_agg(line.slot_id))[1])`.as("nextSlotId"),
    ])
    .as("coming");

const [, ...columnsButId] = storeColumns;
const cardColumns = [
  // A number in JSON is not exact as large as ids may be.
  sql<string>`store.id::text`.as("id"),
  ...columnsButId,
  "person.name as hostName",
  stateOfStore.as("state"),
  sql<number>`coming.capacity`.as("capacity"),
  sql<number>`coming."seatsLeft"`.as("seatsLeft"),
  sql<number>`coming.waiting`.as("waiting"),
  sql<string | null>`coming."nextSlotId"::text`.as("nextSlotId"),
  shownPicture,
] as const;

const withMoment = (code: string) =>
  build.with(
    (table) => table("moment").materialized(),
    (query) => query.selectNoFrom(sql<Date>`${sql.raw(code)}.clock()`.as("now")),
  );

/** The stores that a search has found, each in its place. */
const found = (code: string, call: string) =>
  withMoment(code)
    .selectFrom(sql<{ ids: string[] }>`${sql.raw(`${code}.${call}`)}`.as("found"))
    .leftJoinLateral(
      sql<Tables["listed"]>`unnest(found.ids) with ordinality`.as<"listed">(sql`listed (id, place)`),
      (join) => join.onTrue(),
    ) as unknown as SelectQueryBuilder<Tables, "listed", object>;

/** Everything that `cards` selects, in its order; a list that has none is one row without a store. */
const asJson = (cards: string) => `select
  coalesce(json_agg(to_json(card) order by card.place) filter (where card.id is not null), '[]') as cards,
  min(card.seen)::text as seen from (${cards}) as card`;

/** Statements with the places of their values already in the text, so that each is written once and planned once. */
export function createCardStatements(code: string) {
  const one = compiled(
    withMoment(code)
      .selectFrom("store")
      .innerJoin("person", "person.id", "store.owner_id")
      .crossJoinLateral(comingSlots(code))
      .select([...cardColumns, sql<number>`1`.as("place"), sql<null>`null::bigint`.as("seen")])
      .where("store.id", "=", sql<string>`$1`)
      .where("store.published_at", "is not", null),
  ).text;
  const listOf = (call: string) =>
    compiled(
      found(code, call)
        .leftJoin("store", "store.id", "listed.id")
        .leftJoin("person", "person.id", "store.owner_id")
        .leftJoinLateral(comingSlots(code), (join) => join.onTrue())
        .select([...cardColumns, "listed.place", sql<string | null>`found.seen`.as("seen")]),
    ).text;
  const newest = asJson(listOf("find_newest($1, $2, $3, $4, $5, $6, $7, $8)"));
  const openings = asJson(listOf("find_openings($1, $2, $3, $4, $5, $6, $7)"));

  return {
    /** One store's card, or none. */
    card: (id: string): Statement => ({ name: "store_card", text: asJson(one), values: [id] }),
    /** At most `most` cards after the store `after`. */
    list({ q, category, district, from, to, state }: StoreFilter, after: string | null, most: number): Statement {
      const asked = [q ?? null, category ?? null, district ?? null, from ?? null, to ?? null];
      return state === "upcoming"
        ? { name: "store_openings", text: openings, values: [...asked, after, most] }
        : { name: "stores_newest", text: newest, values: [...asked, state ?? null, after, most] };
    },
  };
}
