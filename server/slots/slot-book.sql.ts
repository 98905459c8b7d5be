import type { SlotId } from "../../shared/ids.ts";
import { type Database, noteDeed, pressInTransaction } from "../platform/database/index.ts";
import type { SlotBook, StoredSlot } from "./ports.ts";
import type { SlotPlan } from "./rules.ts";

type Row = Omit<StoredSlot, "startsAt" | "endsAt" | "opensAt" | "closesAt" | "filledAt" | "now"> &
  Record<"startsAt" | "endsAt" | "opensAt" | "closesAt" | "now", Date> & { readonly filledAt: Date | null };

const slotColumns = (
  code: string,
) => `slot.id, slot.store_id as "storeId", slot.starts_at as "startsAt", slot.ends_at as "endsAt",
  store.time_zone as "timeZone", line.capacity, line.held, line.waiting, line.paused,
  line.list_open as "listOpen", line.most_waiting as "mostWaiting", line.filled_at as "filledAt",
  line.rev::integer as rev, store.opens_at as "opensAt",
  store.closes_at as "closesAt", store.fills_gaps as "fillsGaps", store.largest_party as "largestParty",
  ${code}.clock() as now`;
const slotTables = `slot join store on store.id = slot.store_id join slot_line as line on line.slot_id = slot.id`;

/**
 * Times of day are the store's own; PostgreSQL knows every zone's rules (D23). Distinct: an hour that the clocks skip
 * is the same moment as the one after it.
 */
const plannedStarts = `
  select distinct (day + time) at time zone store.time_zone as starts_at
  from store, unnest($2::date[]) as day, unnest($3::time[]) as time
  where store.id = $1`;

function toSlot(row: Row): StoredSlot {
  return {
    ...row,
    startsAt: row.startsAt.toISOString(),
    endsAt: row.endsAt.toISOString(),
    opensAt: row.opensAt.toISOString(),
    closesAt: row.closesAt.toISOString(),
    filledAt: row.filledAt?.toISOString() ?? null,
    now: row.now.toISOString(),
  };
}

/** Slots in PostgreSQL; those that are added let this many wait. */
export function createSqlSlotBook(database: Database, mostWaiting: number): SlotBook {
  const columns = slotColumns(database.code);

  async function mayAdd(store: string, host: string): Promise<boolean> {
    const text = `select ${database.code}.may_at_store($1, $2, 'add-slots') as may`;
    const [answer] = await database.query<{ may: boolean }>({ text, values: [host, store] });
    return answer?.may === true;
  }
  const planned = (store: string, { dates, times }: SlotPlan) => [store, dates, times];

  return {
    async find(id) {
      const text = `select ${columns} from ${slotTables} where slot.id = $1`;
      const [row] = await database.read<Row>({ name: "slot", text, values: [id] });
      return row === undefined ? null : toSlot(row);
    },

    async list(store, date, cursor, limit) {
      const text = `select ${columns} from ${slotTables}
        where slot.store_id = $1
          and case when $2::date is null then slot.ends_at > ${database.code}.clock()
            else (slot.starts_at at time zone store.time_zone)::date = $2 end
          and ($3::bigint is null or slot.starts_at > (select starts_at from slot where id = $3))
        order by slot.starts_at limit $4`;
      const rows = await database.read<Row>({ text, values: [store, date, cursor, limit] });
      return rows.map(toSlot);
    },

    async count(store, host, plan) {
      if (!(await mayAdd(store, host))) return null;
      const text = `select count(*)::integer as count from (${plannedStarts}) as planned
        where not exists (select from slot where store_id = $1 and slot.starts_at = planned.starts_at)`;
      const [row] = await database.query<{ count: number }>({ text, values: planned(store, plan) });
      return row?.count ?? 0;
    },

    add: (store, host, plan, key) =>
      pressInTransaction(database, { person: host.id, network: host.network, key, body: [store, plan] }, async () => {
        if (!(await mayAdd(store, host.id))) return { problem: "not-found" };
        const text = `with added as (
          insert into slot (store_id, starts_at, ends_at)
          select $1, starts_at, starts_at + make_interval(mins => $4) from (${plannedStarts}) as planned
          order by starts_at on conflict (store_id, starts_at) do nothing returning id
        ), lined as (insert into slot_line (slot_id, capacity, most_waiting) select id, $5, $6 from added)
        select id from added order by id`;
        const values = [...planned(store, plan), plan.minutes, plan.capacity, mostWaiting];
        const rows = await database.query<{ id: SlotId }>({ text, values });
        const details = { count: rows.length, capacity: plan.capacity };
        await noteDeed(database, { person: host.id, deed: "slots-added", subject: `store:${store}`, details });
        return { slotIds: rows.map(({ id }) => id) };
      }),
  };
}
