import type { SlotId, StoreId } from "../../shared/ids.ts";
import { pageOf } from "../../shared/lists.ts";
import { mostSlotsTold, openingSeconds } from "../../shared/opening-bounds.ts";
import type { OpeningReport, OpeningSummary } from "../../shared/openings.ts";
import type { Database } from "../platform/database/index.ts";
import { tallyAsJson } from "./opening-book.sql.ts";
import type { OpeningShelf, Seen, Watcher } from "./ports.ts";

type Row = Omit<OpeningSummary, "opensAt" | "closedAt"> & {
  readonly opensAt: Date;
  readonly closedAt: Date | null;
  readonly report: OpeningReport | null;
};

const facts = `id::text, store_id::text as "storeId", opens_at as "opensAt", closed_at as "closedAt"`;
const toSummary = ({ id, storeId, opensAt, closedAt }: Row): OpeningSummary => {
  return { id, storeId, opensAt: opensAt.toISOString(), closedAt: closedAt?.toISOString() ?? null };
};

/** Whether a slot can be paused or go on; while it runs, whoever stands at the door is let in or not. */
const isShown = (code: string) => `slot.closed_at is null and slot.ends_at > ${code}.clock()`;
const lineAsJson = "'capacity', line.capacity, 'held', line.held, 'waiting', line.waiting";
/** A sum over the slots to come, as on the store's card (coming-seats.sql). */
const sumComing = (code: string, figure: string) =>
  `coalesce(sum(${figure}) filter (where ${code}.is_to_come(line, ${code}.clock())), 0)`;
/**
 * $1 the stores; the busiest slots of each, and the opening that its moment names. Closed slots are not shown, nor are
 * those that are over, which can neither be paused nor go on; who had joined there has come all the same.
 */
const seeing = (code: string) => `
  select store.id::text as store, opening.id::text as opening, opening.closed_at is not null as "isClosed",
    store.opens_at as "opensAt", least(${openingSeconds},
      greatest(-1, floor(extract(epoch from ${code}.clock() - store.opens_at))))::integer as second,
    lines."slotCount", lines."pausedCount", lines.all, busiest.slots,
    (select coalesce(jsonb_agg(${tallyAsJson}), '[]') from opening_tally where opening_id = opening.id) as tallies
  from unnest($1::bigint[]) as asked (id) join store on store.id = asked.id
  left join opening on opening.store_id = store.id and opening.opens_at = store.opens_at
  cross join lateral (
    select (count(*) filter (where ${isShown(code)}))::integer as "slotCount",
      (count(*) filter (where ${isShown(code)} and line.paused))::integer as "pausedCount",
      jsonb_build_object('capacity', ${sumComing(code, "line.capacity")}, 'held', ${sumComing(code, "line.held")},
        'seatsLeft', ${sumComing(code, `${code}.seats_left(line, store.fills_gaps)`)},
        'waiting', ${sumComing(code, "line.waiting")}, 'joined', coalesce(sum(line.joined), 0)) as all
    from slot join slot_line as line on line.slot_id = slot.id where slot.store_id = store.id
  ) as lines
  cross join lateral (
    select coalesce(jsonb_agg(shown.slot order by shown.starts_at), '[]') as slots from (
      select slot.starts_at, jsonb_build_object('id', slot.id::text, 'startsAt', slot.starts_at, ${lineAsJson},
        'joined', line.joined, 'paused', line.paused) as slot
      from slot join slot_line as line on line.slot_id = slot.id
      where slot.store_id = store.id and ${isShown(code)}
      order by line.joined desc, slot.starts_at limit ${mostSlotsTold}
    ) as shown
  ) as busiest`;

/** What hosts and staff read of openings; who may is in store-deeds.sql. */
export function createSqlOpeningShelf(database: Database): OpeningShelf {
  const { code } = database;

  async function mayWatch(asked: readonly (Watcher & { readonly store: StoreId })[]) {
    const rows = await database.read<{ may: boolean }>({
      text: `select ${code}.may_at_store(person, asked.store, 'watch-opening')
          or (is_operator and exists (select from store where id = asked.store and published_at is not null)) as may
        from unnest($1::bigint[], $2::boolean[], $3::bigint[])
          with ordinality as asked (person, is_operator, store, place)
        order by place`,
      values: [asked.map(({ id }) => id), asked.map(({ isOperator }) => isOperator), asked.map(({ store }) => store)],
    });
    return rows.map(({ may }) => may);
  }
  const isAllowed = async (by: Watcher, store: StoreId) => (await mayWatch([{ ...by, store }]))[0] === true;

  return {
    mayWatch,
    async list(store, by, cursor, limit) {
      if (!(await isAllowed(by, store))) return null;
      const text = `select ${facts} from opening where store_id = $1 and ($2::bigint is null or id < $2)
        order by opening.id desc limit $3`;
      const rows = await database.read<Row>({ text, values: [store, cursor, limit + 1] });
      return pageOf(rows.map(toSummary), limit);
    },
    async find(store, opening, by) {
      if (!(await isAllowed(by, store))) return null;
      const text = `select ${facts}, report, (select time_zone from store where id = store_id) as "timeZone"
        from opening where id = $1 and store_id = $2`;
      const [row] = await database.read<Row & { timeZone: string }>({ text, values: [opening, store] });
      return row === undefined ? null : { ...toSummary(row), timeZone: row.timeZone, report: row.report };
    },
    async see(stores) {
      const rows = await database.read<Omit<Seen, "opensAt"> & { readonly opensAt: Date }>({
        text: seeing(code),
        values: [stores],
      });
      return rows.map((row) => ({
        ...row,
        opensAt: row.opensAt.toISOString(),
        slots: row.slots.map((slot) => ({ ...slot, startsAt: new Date(slot.startsAt).toISOString() })),
      }));
    },
    async slotsToPause(store, by, paused) {
      const may = { text: `select ${code}.may_at_store($1, $2, 'change-slot') as may`, values: [by, store] };
      const [allowed] = await database.read<{ may: boolean }>(may);
      if (allowed?.may !== true) return null;
      // No more than a store may have (mostSlotsOfStore).
      const text = `select slot.id::text as slot from slot join slot_line as line on line.slot_id = slot.id
        where slot.store_id = $1 and line.paused <> $2 and ${isShown(code)} order by slot.id`;
      const rows = await database.read<{ slot: SlotId }>({ text, values: [store, paused] });
      return rows.map(({ slot }) => slot);
    },
  };
}
