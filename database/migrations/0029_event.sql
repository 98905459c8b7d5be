-- A reservation that took the place of another goes on with its event in calendars: `event_id` is the first of them,
-- null for one that was never moved. Written once, with the row; no index, nobody looks for it.
alter table reservation add column event_id bigint;
with recursive chain as (
  select id as event, moved_to from reservation as first
  where moved_to is not null and not exists (select from reservation as before where before.moved_to = first.id)
  union all
  select event, reservation.moved_to from chain join reservation on reservation.id = chain.moved_to
)
update reservation set event_id = chain.event, revision = revision + 2 from chain where reservation.id = chain.moved_to;
