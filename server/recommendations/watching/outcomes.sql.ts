import type { Database } from "../../platform/database/index.ts";
import type { Outcomes } from "../ports.ts";

const days = 30;
const fewestPeople = 10;
/** The newest impressions that are looked at. */
const most = 200_000;
const mostRows = 62;

/**
 * What came of what was shown, in PostgreSQL: read from views, reservations and lines when somebody asks. Whoever moves
 * to another time had reserved already.
 */
export function createSqlOutcomes(database: Database): Outcomes {
  const { code } = database;
  const text = `with shown as (
      select * from impression where shown_at > ${code}.clock() - interval '${days} days'
      order by shown_at desc limit ${most}
    ), told as (
      select place, model_id, person_id, store_id, reason,
        exists (select from store_view where store_view.person_id = shown.person_id
          and store_view.store_id = shown.store_id
          and greatest(viewed_at, again_at) >= shown_at and viewed_at < shown_at + interval '1 day') as opened,
        exists (select from reservation join slot on slot.id = slot_id where reservation.person_id = shown.person_id
          and slot.store_id = shown.store_id and event_id is null
          and created_at >= shown_at and created_at < shown_at + interval '7 days')
        or exists (select from entry join slot on slot.id = slot_id where entry.person_id = shown.person_id
          and slot.store_id = shown.store_id and press_key not like 'moved from %'
          and joined_at >= shown_at and joined_at < shown_at + interval '7 days') as joined
      from shown
    ), counted as (
      select place, model_id, reason, count(*)::integer as times from told group by 1, 2, 3
    )
    select place, model_id::text as model, count(distinct person_id)::integer as people, count(*)::integer as shown,
      count(*) filter (where opened)::integer as opened, count(*) filter (where joined)::integer as joined,
      count(distinct store_id)::integer as stores,
      (select jsonb_object_agg(reason, times) from counted where counted.place = told.place
        and counted.model_id is not distinct from told.model_id) as reasons
    from told group by place, model_id having count(distinct person_id) >= ${fewestPeople}
    order by place, model_id desc nulls last limit ${mostRows}`;
  return { read: () => database.list({ text, values: [] }, null) };
}
