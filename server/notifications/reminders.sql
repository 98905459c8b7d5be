-- Messages that no press causes: reminders, notices to everybody, openings. Each is written once (unique rows), in
-- pieces of at most p_most, and may be called again at any moment.

-- The day before, at 15:00 where the store is. Three in the afternoon exists once on every day in every zone.
create function code.reminder_moment(p_starts timestamptz, p_zone text)
returns timestamptz
language sql immutable as $$
  select ((p_starts at time zone p_zone)::date - 1 + time '15:00') at time zone p_zone
$$;

-- Slots that begin tomorrow there and were not yet gone through.
create function code.slots_to_remind(p_now timestamptz)
returns table (id bigint, starts_at timestamptz, at timestamptz)
language sql stable as $$
  -- 15:00 of the day before is at most 33 hours away from a slot, and a little more where the clocks change.
  select slot.id, slot.starts_at, code.reminder_moment(slot.starts_at, store.time_zone)
  from slot join store on store.id = slot.store_id
  where slot.line_phase < 2 and slot.starts_at > p_now and slot.starts_at < p_now + interval '36 hours'
    and slot.reminded_at is null and code.reminder_moment(slot.starts_at, store.time_zone) <= p_now
$$;

-- Reminds of slots that begin tomorrow there, first of those whose lines nobody holds. Whoever booked after the moment
-- gets none: their confirmation has just said the same. Under the slot's lock: whoever booked before the moment has
-- committed then, and is seen. A slot is looked at once, by ticket; after an outage late, as long as it has not begun.
-- Answers how many reservations were looked at: the caller goes on until there are none.
create function code.remind(p_most integer)
returns integer
language plpgsql as $$
declare
  moment timestamptz := code.clock();
  due record;
  looked integer[];
begin
  select next.id, next.at into due from code.slots_to_remind(moment) as next
  join slot_line on slot_line.slot_id = next.id order by next.starts_at limit 1 for update of slot_line skip locked;
  if not found then
    select id, at into due from code.slots_to_remind(moment) order by starts_at limit 1;
  end if;
  if due.id is null then return 0; end if;

  perform from slot_line where slot_id = due.id for update;
  -- As it is now: another process may have gone on with it, or its host have moved it.
  select slot.id, slot.reminded_ticket, due.at into due from slot
  where slot.id = due.id and slot.reminded_at is null and slot.starts_at > moment
    and code.reminder_moment(slot.starts_at, (select time_zone from store where id = store_id)) = due.at for update;
  if not found then return 1; end if;

  select array_agg(ticket order by ticket) into looked from (
    select ticket from reservation where slot_id = due.id and ticket > due.reminded_ticket order by ticket limit p_most
  ) as next;
  insert into outbox (kind, slot_id, ticket, person_id, created_at)
  select 'reminder', due.id, ticket, person_id, moment from reservation
  where slot_id = due.id and ticket = any (looked) and state = 'confirmed' and person_id > 0 and created_at < due.at
  on conflict do nothing;
  update slot set reminded_ticket = coalesce(looked[cardinality(looked)], reminded_ticket),
    reminded_at = case when coalesce(cardinality(looked), 0) < p_most then moment end
  where id = due.id;
  return greatest(coalesce(cardinality(looked), 0), 1);
end
$$;

-- Tells the next piece of a notice, whose row the caller has locked or just written: people with a reservation to
-- come when it was written, each once. Answers how many reservations were looked at.
create function code.tell_piece(p_notice bigint, p_most integer)
returns integer
language plpgsql as $$
declare
  mine notice;
  looked bigint[];
begin
  select * into mine from notice where id = p_notice;
  select array_agg(id order by id) into looked from (
    select reservation.id from slot join reservation on reservation.slot_id = slot.id
    where slot.store_id = mine.store_id and slot.starts_at > mine.created_at and reservation.id > mine.told_to
      and reservation.state = 'confirmed' and reservation.created_at <= mine.created_at
    order by reservation.id limit p_most
  ) as next;
  insert into outbox (kind, cause, person_id, created_at)
  select 'host-notice', mine.id, person_id, code.clock() from reservation
  where id = any (looked) and person_id > 0 group by person_id order by min(id)
  on conflict do nothing;
  update notice set told_to = coalesce(looked[cardinality(looked)], told_to) where id = mine.id;
  return coalesce(cardinality(looked), 0);
end
$$;

-- Goes on with the oldest notice that not everybody was told; answers how many reservations were looked at, at least
-- one while there is something to do. It looks twice and locks no line: who booked before the notice may commit after
-- the first look. Their transaction got its number with the line's lock, before the notice's moment was read, so it is
-- smaller than that of a round that ends the first look later (the writer's own may not be): once all smaller ones are
-- over, the second look sees everybody. Ten minutes old it waits no longer: no press takes as long, and in a restored
-- database the numbers may be smaller.
create function code.tell_notices(p_most integer)
returns integer
language plpgsql as $$
declare
  moment timestamptz := code.clock();
  mine notice;
  looked integer;
begin
  select * into mine from notice
  where told_at is null and (looked_by is null or looked_by <= pg_snapshot_xmin(pg_current_snapshot())
    or created_at < moment - interval '10 minutes')
  order by id limit 1 for update skip locked;
  if not found then return 0; end if;
  looked := code.tell_piece(mine.id, p_most);
  if looked < p_most and mine.looked_by is null then
    update notice set told_to = 0, looked_by = pg_current_xact_id() where id = mine.id;
  elsif looked < p_most then
    update notice set told_at = moment where id = mine.id;
  end if;
  return greatest(looked, 1);
end
$$;

-- Whoever follows a store that opens within ten minutes, at most p_most; answers how many were told. Once for each
-- moment of the opening: who was told of one that was put off since is told of the next (decision 0029).
create function code.announce_openings(p_most integer)
returns integer
language plpgsql as $$
declare
  moment timestamptz := code.clock();
  told integer;
begin
  insert into outbox (kind, cause, cause_at, person_id, created_at)
  select 'opening-soon', store.id, store.opens_at, store_follow.person_id, moment
  from store join store_follow on store_follow.store_id = store.id
  join person on person.id = store_follow.person_id and person.erasing_since is null
  where store.opens_at > moment and store.opens_at <= moment + interval '10 minutes'
    and store.published_at is not null and not exists (
    select from outbox where person_id = store_follow.person_id and kind = 'opening-soon' and cause = store.id
      -- Without a moment it was written by a process of before, within ten minutes of the one it knew.
      and coalesce(cause_at = store.opens_at, outbox.created_at >= store.opens_at - interval '10 minutes'))
  order by store.opens_at, store_follow.person_id limit p_most
  on conflict do nothing;
  get diagnostics told = row_count;
  return told;
end
$$;

-- How many seconds a store has yet to be quiet, having said so much in a day; 0 when it may speak.
create function code.quiet_seconds(p_store bigint, p_most integer, p_now timestamptz)
returns integer
language sql stable as $$
  select coalesce((
    select ceil(extract(epoch from created_at + interval '1 day' - p_now))::integer from notice
    where store_id = p_store and created_at > p_now - interval '1 day'
    order by created_at desc offset p_most - 1 limit 1), 0)
$$;

-- A notice of a store whose row the caller has locked, with the first piece of those who are told. One that is not sent
-- stands on the store's page, and is told to whoever has it or a place there open.
create function code.put_notice(p_store bigint, p_text text, p_now timestamptz, p_sends boolean)
returns notice
language plpgsql as $$
declare
  made notice;
begin
  insert into notice (store_id, text, created_at, told_at)
  values (p_store, p_text, p_now, case when not p_sends then p_now end) returning * into made;
  if p_sends then perform code.tell_piece(made.id, 200); end if;
  return made;
end
$$;

-- A host's notice: written, noted, and the first piece told in one transaction. p_arguments: { store, text, most }.
create function code.post_notice(p_person bigint, p_arguments jsonb)
returns jsonb
language plpgsql as $$
declare
  here bigint := (p_arguments ->> 'store')::bigint;
  moment timestamptz := code.clock();
  quiet integer;
  made notice;
begin
  perform from store where id = here and published_at is not null for no key update;
  if not found or not code.may_at_store(p_person, here, 'post-notice') then
    return jsonb_build_object('problem', 'not-found');
  end if;
  quiet := code.quiet_seconds(here, (p_arguments ->> 'most')::integer, moment);
  if quiet > 0 then return jsonb_build_object('problem', 'too-many-requests', 'retryAfterSeconds', quiet); end if;
  made := code.put_notice(here, p_arguments ->> 'text', moment, true);
  perform code.note_deed(p_person, 'notice-posted', 'store:' || here, jsonb_build_object('notice', made.id));
  return jsonb_build_object('id', made.id::text, 'text', made.text, 'createdAt', made.created_at);
end
$$;
