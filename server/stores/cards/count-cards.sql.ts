import { sql } from "kysely";
import { compiled, queryBuilder, type Statement } from "../../platform/database/index.ts";
import type { CountedCard } from "../ports.ts";
import type { ShelvedStore } from "../rules.ts";
import { type StoreTable, shownPicture, storeColumns } from "../store-table.sql.ts";

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
  store_search: { store_id: string; card_version: string | null };
  moment: { now: Date };
}

/** A card as PostgreSQL writes it into JSON: `from` and `until` in milliseconds. */
export type CardRow = ShelvedStore & Omit<CountedCard, "store" | "until"> & { readonly until: number | null };

/** Cards as one JSON text: twenty of them are twenty columns each, which a driver reads one by one. */
export interface CardsRow {
  readonly cards: readonly CardRow[];
}

/** PostgreSQL's own way of a moment inside JSON, "…T09:00:00.12+00:00", as the API writes it. Sessions are in UTC. */
function momentOf(written: string): string {
  const [seconds = "", fraction = ""] = written.replace("+00:00", "").split(".");
  return `${seconds}.${fraction.slice(0, 3).padEnd(3, "0")}Z`;
}

export function countedOf({ version, from, until, ...card }: CardRow): CountedCard {
  const store = { ...card, opensAt: momentOf(card.opensAt), closesAt: momentOf(card.closesAt) };
  return { store, version, from, until: until ?? Number.POSITIVE_INFINITY };
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
    .select(["line.slot_id", "line.slot_starts_at", "line.capacity", "line.waiting"])
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
      sql<Date | null>`min(line.slot_starts_at)`.as("first"),
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

const millisecondsOf = (moment: typeof now) => sql<number>`(extract(epoch from ${moment}) * 1000)::float8`;
/** By itself a card changes when its store opens or closes, and when the next of its slots begins. */
const until = sql<Date>`least(case when ${now} < store.opens_at then store.opens_at end,
  case when ${now} < store.closes_at then store.closes_at end, coming.first)`;

/** The cards of these stores that are published, each counted for the moment of the statement, in one row. */
export function createCountStatement(code: string): (ids: readonly string[]) => Statement {
  const card = build
    .selectFrom("store")
    .innerJoin("person", "person.id", "store.owner_id")
    .leftJoin("store_search as known", "known.store_id", "store.id")
    .crossJoinLateral(comingSlots(code))
    // A number in JSON is not exact as large as versions are.
    .select([...cardColumns, sql<string | null>`known.card_version::text`.as("version")])
    .select([millisecondsOf(now).as("from"), millisecondsOf(until).as("until")])
    .where("store.id", "=", sql<string>`any ($1::bigint[])`)
    .where("store.published_at", "is not", null);
  const text = `with moment as materialized (select ${code}.clock() as now)
    select coalesce(json_agg(to_json(card)), '[]') as cards from (${compiled(card).text}) as card`;
  return (ids) => ({ name: "store_cards", text, values: [ids] });
}
