import type { SlotId } from "../../shared/ids.ts";
import type { Refused } from "../../shared/problems.ts";
import { type AddedSlots, mostNamed, mostSlotsOfStore } from "../../shared/slots.ts";
import { type Database, noteDeed, pressInTransaction, pressOnce } from "../platform/database/index.ts";
import type { SlotBook, StoredSlot } from "./ports.ts";
import type { SlotPlan } from "./rules.ts";

type Moments = "startsAt" | "endsAt" | "opensAt" | "closesAt" | "now";
type Row = Omit<StoredSlot, Moments | "filledAt" | "closedAt"> &
  Record<Moments, Date> &
  Record<"filledAt" | "closedAt", Date | null>;

const slotColumns = (
  code: string,
) => `slot.id, slot.store_id as "storeId", slot.starts_at as "startsAt", slot.ends_at as "endsAt",
  store.time_zone as "timeZone", line.capacity, line.held, line.waiting, line.paused,
  line.list_open as "listOpen", line.most_waiting as "mostWaiting", line.filled_at as "filledAt",
  slot.closed_at as "closedAt", line.rev::integer as rev, store.opens_at as "opensAt",
  least(store.closes_at, slot.closed_at) as "closesAt", store.fills_gaps as "fillsGaps",
  store.largest_party as "largestParty",
  ${code}.clock() as now`;
const slotLine = `slot join slot_line as line on line.slot_id = slot.id`;

/** What is everybody's, and what is only an owner's; `by` is the number of the parameter with the person. */
const isSeen = (by: number) => `(store.published_at is not null or store.owner_id = $${by})`;

/**
 * Times of day are the store's own; PostgreSQL knows every zone's rules (D23). An hour that the clocks skip comes back
 * from its moment as another one. What runs now is a slot still, for whoever stands at the door.
 */
const planned = (code: string) => `planned as materialized (
    select day, time, moment as starts_at, case
      when store.starts_on is null or store.ends_on is null or day not between store.starts_on and store.ends_on
        then 'outside-dates'
      when moment at time zone store.time_zone <> day + time then 'no-such-hour'
      when moment + make_interval(mins => $4) <= ${code}.clock() then 'over'
      when exists (select from slot where store_id = $1 and starts_at = moment and closed_at is not null)
        then 'closed' end as reason
    from store, unnest($2::date[], $3::time[]) as wished (day, time),
      lateral (select (day + time) at time zone store.time_zone as moment) as reckoned
    where store.id = $1
  ), fresh as materialized (
    select starts_at, starts_at + make_interval(mins => $4) as ends_at from planned
    where reason is null and not exists (
      select from slot where store_id = $1 and slot.starts_at = planned.starts_at)
  ), room as (
    select not exists (select from fresh) or (select count(*) from fresh) + count(*) <= ${mostSlotsOfStore} as "isThere"
    from slot where store_id = $1 and ends_at > ${code}.clock()
  )`;
const named = `(select "isThere" from room) as "hasRoom",
  (select jsonb_agg(jsonb_build_object('startsAt', starts_at, 'endsAt', ends_at)) from (
    select * from fresh order by starts_at limit ${mostNamed}) as listed) as first,
  (select count(*)::integer from planned where reason is not null) as "leftOutCount",
  (select jsonb_agg(jsonb_build_object('date', day, 'time', to_char(time, 'HH24:MI'), 'reason', reason)) from (
    select * from planned where reason is not null order by day, time limit ${mostNamed}) as listed) as "leftOut"`;

interface CountRow {
  readonly hasRoom: boolean;
  readonly count: number;
  readonly slotIds: SlotId[] | null;
  readonly first: { startsAt: string; endsAt: string }[] | null;
  readonly leftOutCount: number;
  readonly leftOut: AddedSlots["leftOut"] | null;
}

/** PostgreSQL writes moments in its own way inside JSON. */
const momentOf = (moment: string) => new Date(moment).toISOString();

function toAdded({ hasRoom, count, slotIds, first, leftOutCount, leftOut }: CountRow): AddedSlots | Refused {
  if (!hasRoom) return { problem: "too-many-slots" };
  const starts = (first ?? []).map(({ startsAt, endsAt }) => {
    return { startsAt: momentOf(startsAt), endsAt: momentOf(endsAt) };
  });
  return { count, slotIds: slotIds ?? [], first: starts, leftOutCount, leftOut: leftOut ?? [] };
}

function toSlot(row: Row): StoredSlot {
  return {
    ...row,
    startsAt: row.startsAt.toISOString(),
    endsAt: row.endsAt.toISOString(),
    opensAt: row.opensAt.toISOString(),
    closesAt: row.closesAt.toISOString(),
    filledAt: row.filledAt?.toISOString() ?? null,
    closedAt: row.closedAt?.toISOString() ?? null,
    now: row.now.toISOString(),
  };
}

/** Slots in PostgreSQL; those that are added let this many wait. */
export function createSqlSlotBook(database: Database, mostWaiting: number): SlotBook {
  const columns = slotColumns(database.code);

  async function mayAdd(store: string, host: string): Promise<boolean> {
    const text = `select ${database.code}.may_at_store($1, $2, 'add-slots') as may`;
    const [answer] = await database.read<{ may: boolean }>({ text, values: [host, store] });
    return answer?.may === true;
  }
  const wished = (store: string, { days, times, minutes }: SlotPlan) => [store, days, times, minutes];

  return {
    async find(id, by) {
      const text = `select ${columns} from ${slotLine} join store on store.id = slot.store_id
        where slot.id = $1 and ${isSeen(2)}`;
      const [row] = await database.read<Row>({ name: "slot", text, values: [id, by] });
      return row === undefined ? null : toSlot(row);
    },

    // A store without slots is one row of nulls, and a store that is not there is none. What is sorted is one page.
    async list({ store, date, cursor, limit, by }) {
      const text = `select listed.* from store left join lateral (
          select ${columns} from ${slotLine}
          where slot.store_id = store.id and slot.closed_at is null
            and case when $2::date is null then slot.ends_at > ${database.code}.clock()
              else (slot.starts_at at time zone store.time_zone)::date = $2 end
            and ($3::timestamptz is null or slot.starts_at >= $3::timestamptz + interval '1 millisecond')
          order by slot.starts_at limit $4) as listed on true
        where store.id = $1 and ${isSeen(5)} order by listed."startsAt"`;
      const rows = await database.read<Row | Record<keyof Row, null>>({
        text,
        values: [store, date, cursor, limit, by],
      });
      return rows.length === 0 ? null : rows.filter((row): row is Row => row.id !== null).map(toSlot);
    },

    async count(store, host, plan) {
      if (!(await mayAdd(store, host))) return { problem: "not-found" };
      const text = `with ${planned(database.code)}
        select (select count(*)::integer from fresh) as count, null as "slotIds", ${named}`;
      const [row] = await database.read<CountRow>({ text, values: wished(store, plan) });
      return toAdded(row as CountRow);
    },

    add: (store, host, plan, key) =>
      pressInTransaction(database, { person: host.id, network: host.network, key, body: [store, plan] }, async () => {
        // Its days and its zone stay as they are meanwhile.
        await database.query({ text: "select from store where id = $1 for no key update", values: [store] });
        if (!(await mayAdd(store, host.id))) return { problem: "not-found" };
        const text = `with ${planned(database.code)}, added as (
          insert into slot (store_id, starts_at, ends_at) select $1, starts_at, ends_at from fresh
          where (select "isThere" from room)
          order by starts_at on conflict (store_id, starts_at) do nothing returning id
        ), lined as (insert into slot_line (slot_id, capacity, most_waiting) select id, $5, $6 from added)
        select (select count(*)::integer from added) as count,
          array(select id::text from added order by added.id) as "slotIds", ${named}`;
        const values = [...wished(store, plan), plan.capacity, mostWaiting];
        const [row] = await database.query<CountRow>({ text, values });
        const added = toAdded(row as CountRow);
        if ("problem" in added) return added;
        const details = { count: added.count, capacity: plan.capacity };
        await noteDeed(database, { person: host.id, deed: "slots-added", subject: `store:${store}`, details });
        return added;
      }),

    close: (slot, { id: person, network }, knowingly, key) =>
      pressOnce<{ slot: SlotId }>(database, {
        person,
        network,
        key,
        call: "close_slot",
        arguments: { slot, knowingly },
      }) as Promise<{ slot: SlotId } | Refused>,
  };
}
