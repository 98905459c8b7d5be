-- Erasure (decision 0015): first all that says who it is, at once; then slot by slot, each its own transaction; the row
-- itself last. Every function may be called again and goes on where the one before it stopped. They run on the pool for
-- one person's writes (docs/locking.md), so that of all joins only those of the slot being cleared wait for them.

-- Takes the person out of sight: no name, no way in. False when they own a store that is not over. With a name for
-- p_issuer the link of an account there is to be cut: it is written down here, since nothing knows the account later.
create function code.begin_erasure(p_person bigint, p_issuer text)
returns boolean
language plpgsql as $$
begin
  perform from person where id = p_person for update;
  if exists (
    select from store where owner_id = p_person and published_at is not null
      and ends_on >= (code.clock() at time zone time_zone)::date
  ) then return false; end if;
  insert into unlinking (issuer, subject, left_at, due_at)
  select issuer, subject, code.clock(), code.clock() from person where id = p_person and issuer = p_issuer
  on conflict (issuer, subject) do update set left_at = excluded.left_at, due_at = excluded.due_at, tries = 0;
  update person
  set issuer = 'erasing', subject = id::text, name = '-', email = null, phone_sealed = null, sex = null,
    birth_year = null, region = null, language = null, introduced_at = null,
    erasing_since = coalesce(erasing_since, code.clock())
  where id = p_person;
  delete from mailbox where person_id = p_person;
  return true;
end
$$;

-- The slots in which something still says the person's number; at most p_most.
create function code.slots_of_person(p_person bigint, p_most integer)
returns table (slot bigint)
language sql stable as $$
  select slot_id from entry where person_id = p_person
  union select slot_id from reservation where person_id = p_person
  union select slot_id from outbox where person_id = p_person and slot_id is not null
  limit p_most
$$;

-- What the person still holds in a slot and can give up: a place in the line or an offer, and a seat to come.
create function code.held_by_person(p_person bigint, p_slot bigint)
returns table (ticket integer, reservation bigint)
language sql stable as $$
  select
    (select entry.ticket from entry where slot_id = p_slot and person_id = p_person
      and state in ('waiting', 'waitlisted', 'offered')),
    (select reservation.id from reservation join slot on slot.id = slot_id where slot_id = p_slot
      and person_id = p_person and state = 'confirmed' and starts_at > code.clock())
$$;

-- Clears the person from a slot where they hold nothing any more, under its lock; false while they hold something.
create function code.forget_in_slot(p_person bigint, p_slot bigint)
returns boolean
language plpgsql as $$
begin
  perform from slot_line where slot_id = p_slot for update;
  if exists (
    select from code.held_by_person(p_person, p_slot) as held
    where held.ticket is not null or held.reservation is not null
  ) then return false; end if;
  update entry set person_id = -ticket,
    press_key = case when press_key like '% %' then 'moved and erased' else 'erased' end
  where slot_id = p_slot and person_id = p_person;
  update reservation set person_id = -ticket where slot_id = p_slot and person_id = p_person;
  delete from outbox where slot_id = p_slot and person_id = p_person;
  return true;
end
$$;

-- The rest, and the person's own row. What they said goes first and at once. False while a slot knows them, and in the
-- first minute: until then another process may remember a session of theirs and let them join or speak once more, and
-- has to hear that the session has ended.
create function code.forget_person(p_person bigint)
returns boolean
language plpgsql as $$
declare
  kept bigint[];
begin
  while code.forget_in_rooms(p_person, 100) > 0 loop null; end loop;
  if exists (select from code.slots_of_person(p_person, 1)) then return false; end if;
  if exists (
    select from person where id = p_person
      and (erasing_since is null or erasing_since > code.clock() - interval '1 minute')
  ) then return false; end if;
  while code.forget_in_audit(p_person, 1000) > 0 loop null; end loop;
  delete from outbox where person_id = p_person;
  delete from mailbox where person_id = p_person;
  delete from push_device where person_id = p_person;
  delete from notification_setting where person_id = p_person;
  delete from store_follow where person_id = p_person;
  delete from press where person_id = p_person;
  delete from presence where person_id = p_person;
  perform code.forget_watched(p_person);
  delete from consent where person_id = p_person;
  delete from staff where person_id = p_person;
  delete from session where person_id = p_person;
  perform code.forget_draft(id) from store where owner_id = p_person and published_at is null;
  with nobodys as (update store set owner_id = 0 where owner_id = p_person returning id)
  select array_agg(id) into kept from nobodys;
  delete from person where id = p_person and erasing_since is not null;
  -- Triggers would take these in whatever order they were updated (docs/locking.md).
  perform from store_search where store_id = any (kept) order by store_id for update;
  return true;
end
$$;
