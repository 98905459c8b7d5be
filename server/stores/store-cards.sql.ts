import { type SelectQueryBuilder, sql } from "kysely";
import { compiled, queryBuilder, type Statement } from "../platform/database/index.ts";
import type { StoreFilter } from "./ports.ts";
import type { ShelvedStore } from "./rules.ts";
import { type StoreTable, shownPicture, storeColumns } from "./store-table.sql.ts";

interface Coming {
  capacity: number;
  seatsLeft: number;
  waiting: number;
  nextSlotId: string | null;
}
interface Tables {
  store: StoreTable;
  person: { id: string; name: string };
  slot: { id: string; store_id: string; starts_at: Date; closed_at: Date | null };
  slot_line: { slot_id: string; capacity: number; held: number; waiting: number };
  moment: { now: Date };
}
type Cards = SelectQueryBuilder<Tables & { coming: Coming }, "store" | "person" | "coming", object>;

export type CardRow = Omit<ShelvedStore, "opensAt" | "closesAt"> & { opensAt: Date; closesAt: Date };

const build = queryBuilder<Tables>();
/** One moment for the whole statement, and a constant to the planner: a call in a condition would use no index. */
const now = sql<Date>`(select now from moment)`;
const stateOfStore = sql<ShelvedStore["state"]>`case
  when ${now} < store.opens_at then 'upcoming'
  when ${now} >= store.closes_at or coming."nextSlotId" is null then 'closed'
  when coming."seatsLeft" = 0 then 'sold-out'
  else 'open' end`;

/** What a newcomer could take of a slot: in strict order nobody passes whoever waits. */
const seatsForNewcomers = sql<number>`case
  when line.waiting > 0 and not store.fills_gaps then 0 else greatest(line.capacity - line.held, 0) end`;

/** Sums over the slots that have not begun: an index range of `slot`, and one row of `slot_line` for each. */
const comingSlots = build
  .selectFrom("slot")
  .innerJoin("slot_line as line", "line.slot_id", "slot.id")
  .whereRef("slot.store_id", "=", sql.ref("store.id"))
  .where("slot.starts_at", ">", now)
  .where("slot.closed_at", "is", null)
  .select([
    sql<number>`coalesce(sum(line.capacity), 0)::float8`.as("capacity"),
    sql<number>`coalesce(sum(${seatsForNewcomers}), 0)::float8`.as("seatsLeft"),
    sql<number>`coalesce(sum(line.waiting), 0)::float8`.as("waiting"),
    sql<string | null>`(array_agg(slot.id order by ${seatsForNewcomers} = 0, slot.starts_at))[1]`.as("nextSlotId"),
  ])
  .as("coming");

const cards = (code: string): Cards =>
  build
    .with(
      (table) => table("moment").materialized(),
      (query) => query.selectNoFrom(sql<Date>`${sql.raw(code)}.clock()`.as("now")),
    )
    .selectFrom("store")
    .innerJoin("person", "person.id", "store.owner_id")
    .crossJoinLateral(comingSlots)
    .where("store.published_at", "is not", null) as unknown as Cards;

const chosen = (query: Cards): Statement =>
  compiled(
    query.select([
      ...storeColumns,
      "person.name as hostName",
      stateOfStore.as("state"),
      "coming.capacity",
      "coming.seatsLeft",
      "coming.waiting",
      "coming.nextSlotId",
      shownPicture,
    ]),
  );

/** Narrowed by the store's own moments first: they spare a look at the slots of a store that cannot be meant. */
function ofState(query: Cards, state: ShelvedStore["state"]): Cards {
  if (state === "upcoming") return query.where("store.opens_at", ">", now);
  const begun = query.where("store.opens_at", "<=", now).where(stateOfStore, "=", state);
  return state === "closed" ? begun : begun.where("store.closes_at", ">", now);
}

/**
 * A page by the id of the last store seen. Newest first is by id. By opening it is (opens_at, id), read from that
 * store's own row; it is still right when that store has opened meanwhile.
 */
function inOrder(query: Cards, byOpening: boolean, cursor: string | null): Cards {
  if (!byOpening) {
    const after = cursor === null ? query : query.where("store.id", "<", cursor);
    return after.orderBy("store.id", "desc");
  }
  const seen = sql`((select opens_at from store where id = ${cursor}), ${cursor}::bigint)`;
  const after = cursor === null ? query : query.where(sql<boolean>`(store.opens_at, store.id) > ${seen}`);
  return after.orderBy("store.opens_at").orderBy("store.id");
}

/** One store's card. */
export function cardStatement(code: string, id: string): Statement {
  return chosen(cards(code).where("store.id", "=", id));
}

/** At most `most` cards after the cursor. */
export function cardsStatement(code: string, filter: StoreFilter, cursor: string | null, most: number): Statement {
  const { state, category, district } = filter;
  let query = cards(code);
  if (category !== undefined) query = query.where("store.category", "=", category);
  if (district !== undefined) query = query.where("store.district", "=", district);
  if (state !== undefined) query = ofState(query, state);
  return chosen(inOrder(query, state === "upcoming", cursor).limit(most));
}
