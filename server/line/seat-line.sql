-- seat_line keeps I12: with nothing in flight, no seat is free while the rule lets somebody waiting have it.
-- Every path that frees a seat, adds seats or unblocks the head calls it, under the slot_line lock.

-- Who is seated next, in ticket order. Strict: the head and whoever follows while they fit, at most `p_free` rows.
create function code.next_in_strict_order(p_slot bigint, p_free integer)
returns integer[]
language plpgsql as $$
declare
  first_block integer;
  chosen integer[];
begin
  select block into first_block from line_count where slot_id = p_slot and level = 0 order by block limit 1;

  select array_agg(ticket order by ticket) into chosen from (
    select ticket, sum(party_size) over (order by ticket) as seats from (
      select ticket, party_size from (
        select ticket, party_size, state from entry
        where slot_id = p_slot and ticket >= first_block << 6 order by ticket offset 0
      ) as onward where state in ('waiting', 'waitlisted') order by ticket limit p_free
    ) as head
  ) as counted where seats <= p_free;
  return chosen;
end
$$;

-- Filling gaps: everybody who fits, in ticket order. Bounded by the cap on the waiting list.
create function code.next_filling_gaps(p_slot bigint, p_free integer)
returns integer[]
language plpgsql as $$
declare
  first_block integer;
  free integer := p_free;
  chosen integer[];
  waiter record;
begin
  select block into first_block from line_count where slot_id = p_slot and level = 0 order by block limit 1;

  for waiter in
    select ticket, party_size from (
      select ticket, party_size, state from entry
      where slot_id = p_slot and ticket >= first_block << 6 order by ticket offset 0
    ) as onward where state in ('waiting', 'waitlisted') order by ticket
  loop
    exit when free = 0;
    if waiter.party_size <= free then
      chosen := chosen || waiter.ticket;
      free := free - waiter.party_size;
    end if;
  end loop;
  return chosen;
end
$$;

-- A returned seat is offered for the store's offer time, never longer than half of what is left to the slot.
create function code.offer_until(p_now timestamptz, p_starts timestamptz, p_offer_minutes integer)
returns timestamptz
language sql immutable as $$
  select p_now + least(make_interval(mins => p_offer_minutes), (p_starts - p_now) / 2)
$$;

create function code.seat_line(p_slot bigint, p_now timestamptz)
returns void
language plpgsql as $$
declare
  line slot_line;
  rule record;
  chosen integer[];
  seats integer;
begin
  select * into line from slot_line where slot_id = p_slot;
  if line.paused or line.waiting = 0 or line.held >= line.capacity then return; end if;

  select slot.starts_at, store.fills_gaps, store.offer_minutes into rule
  from slot join store on store.id = slot.store_id where slot.id = p_slot;
  if p_now >= rule.starts_at then return; end if;

  if rule.fills_gaps then
    chosen := code.next_filling_gaps(p_slot, line.capacity - line.held);
  else
    chosen := code.next_in_strict_order(p_slot, line.capacity - line.held);
  end if;
  if chosen is null then return; end if;

  with seated as (
    update entry set
      state = case when state = 'waiting' or rule.offer_minutes = 0 then 'confirmed' else 'offered' end::entry_state,
      offer_expires_at = case when state = 'waiting' or rule.offer_minutes = 0 then null
        else code.offer_until(p_now, rule.starts_at, rule.offer_minutes) end
    where slot_id = p_slot and ticket = any (chosen)
    returning ticket, person_id, party_size, state
  ), reserved as (
    insert into reservation (slot_id, ticket, person_id, party_size, created_at)
    select p_slot, ticket, person_id, party_size, p_now from seated where state = 'confirmed' order by ticket
  ), told as (
    insert into outbox (kind, slot_id, ticket, person_id, created_at)
    select case state when 'confirmed' then 'confirmed' else 'offer' end, p_slot, ticket, person_id, p_now
    from seated order by ticket
  )
  select sum(party_size) into seats from seated;

  perform code.line_shrinks(p_slot, chosen);
  update slot_line set held = held + seats where slot_id = p_slot;
end
$$;
