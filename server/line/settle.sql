-- Does what is due by the database's clock, under the slot_line lock. Every action on a slot calls it first, so timers
-- only hurry it: offers that ran out go to the next, and whoever still waits when the slot begins has missed it.

create function code.expire_offers(p_slot bigint, p_now timestamptz, p_begun boolean)
returns void
language plpgsql as $$
declare
  seats integer;
begin
  with expired as (
    update entry set state = 'expired', offer_expires_at = null
    where slot_id = p_slot and state = 'offered' and (p_begun or offer_expires_at <= p_now)
    returning ticket, person_id, party_size
  ), told as (
    insert into outbox (kind, slot_id, ticket, person_id, created_at)
    select 'offer-expired', p_slot, ticket, person_id, p_now from expired order by ticket
  )
  select sum(party_size) into seats from expired;
  if seats is null then return; end if;

  update slot_line set held = held - seats, rev = rev + 1 where slot_id = p_slot;
  if not p_begun then perform code.seat_line(p_slot, p_now); end if;
end
$$;

-- At most `most_waiting` rows: the line is capped. They are counted as departed without being listed: whoever followed
-- their place asks for it again. p_kind is the message they get: `missed`, or why the slot will not be.
create function code.miss_slot(p_slot bigint, p_now timestamptz, p_kind text default 'missed')
returns void
language plpgsql as $$
declare
  everybody integer[] := code.line_tickets(p_slot);
begin
  with missed as (
    update entry set state = 'missed' where slot_id = p_slot and ticket = any (everybody)
    returning ticket, person_id
  )
  insert into outbox (kind, slot_id, ticket, person_id, created_at)
  select p_kind, p_slot, ticket, person_id, p_now from missed order by ticket;

  delete from line_count where slot_id = p_slot;
  update slot_line set waiting = 0, departed = departed + waiting, rev = rev + 1 where slot_id = p_slot;
  update slot set line_phase = 1 where id = p_slot;
end
$$;

-- S27, D7: when the slot is over its line data goes, at most 5,000 entries at a time; reservations stay.
-- There are at most as many departures as entries, so the last entries take the last departures with them.
create function code.clear_line(p_slot bigint)
returns void
language plpgsql as $$
begin
  delete from entry where slot_id = p_slot and ticket in (
    select ticket from entry where slot_id = p_slot order by ticket limit 5000);
  delete from departure where slot_id = p_slot and number in (
    select number from departure where slot_id = p_slot order by number limit 5000);
  perform from entry where slot_id = p_slot limit 1;
  if found then return; end if;
  update reservation set state = 'completed' where slot_id = p_slot and state = 'checked_in';
  update slot set line_phase = 2 where id = p_slot;
  update slot_line set entrance = 'direct' where slot_id = p_slot and entrance = 'buffered';
end
$$;

create function code.settle(p_slot bigint, p_now timestamptz)
returns void
language plpgsql as $$
declare
  moments record;
begin
  select starts_at, ends_at, line_phase into moments from slot where id = p_slot;
  if exists (select from entry where slot_id = p_slot and state = 'offered'
      and (offer_expires_at <= p_now or p_now >= moments.starts_at)) then
    perform code.expire_offers(p_slot, p_now, p_now >= moments.starts_at);
  end if;
  if moments.line_phase = 0 and p_now >= moments.starts_at then perform code.miss_slot(p_slot, p_now); end if;
  if moments.line_phase < 2 and p_now >= moments.ends_at then perform code.clear_line(p_slot); end if;
end
$$;

-- Locks the slot's line and settles it; null when there is no such slot. The first call of every action on a slot.
create function code.open_line(p_slot bigint, p_now out timestamptz)
returns timestamptz
language plpgsql as $$
begin
  perform from slot_line where slot_id = p_slot for update;
  if not found then return; end if;
  p_now := code.clock();
  perform code.settle(p_slot, p_now);
end
$$;

-- Slots in which something is due that nobody's action has done yet: at most p_most, what has been due longest first,
-- and none of those in p_without.
create function code.due_slots(p_most integer, p_without bigint[])
returns setof bigint
language sql stable as $$
  select id from (
    select slot_id as id, min(offer_expires_at) as since from entry
    where state = 'offered' and offer_expires_at <= code.clock() group by slot_id
    union all
    select id, case line_phase when 0 then starts_at else ends_at end from slot
    where line_phase < 2 and starts_at <= code.clock() and (line_phase = 0 or ends_at <= code.clock())
  ) as due
  where id <> all (p_without)
  group by id order by min(since), id limit p_most
$$;
