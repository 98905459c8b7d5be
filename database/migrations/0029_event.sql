-- A reservation that took the place of another goes on with its event in calendars: `event_id` is the first of them,
-- null for one that was never moved, and its revisions go on above those of the one before. No index: nobody looks for
-- it. Kept by the database, so that a process which does not know of it forgets nothing.
alter table reservation add column event_id bigint;
with recursive chain as (
  select id as event, moved_to, 1 as step from reservation as first
  where moved_to is not null and not exists (select from reservation as before where before.moved_to = first.id)
  union all
  select event, reservation.moved_to, step + 1 from chain join reservation on reservation.id = chain.moved_to
)
update reservation set event_id = chain.event, revision = revision + 2 * chain.step
from chain where reservation.id = chain.moved_to;

create function pass_on_event() returns trigger language plpgsql as $$
begin
  update reservation set event_id = coalesce(new.event_id, new.id), revision = new.revision + 1 where id = new.moved_to;
  return null;
end
$$;
create trigger pass_on_event after update of moved_to on reservation for each row
  when (old.moved_to is null and new.moved_to is not null) execute function pass_on_event();
