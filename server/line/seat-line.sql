-- seat_line keeps I12: with nothing in flight, no seat is free while the rule lets somebody waiting have it.
-- Every path that frees a seat, adds seats or unblocks the head calls it, under the slot_line lock.

-- Both orders go by the blocks of line_count: whoever has ended between two waiters is not read, however many they are.

-- Strict: the head and whoever follows while they fit. A block has somebody waiting, so at most 64 rows for each seat.
create function code.next_in_strict_order(p_slot bigint, p_free integer)
returns integer[]
language plpgsql as $$
declare
  free integer := p_free;
  chosen integer[];
  here integer := -1;
  waiter record;
begin
  loop
    -- One block at a time: a loop over all would fetch ahead, past the keys of blocks that are gone.
    here := (select block from line_count where slot_id = p_slot and level = 0 and block > here order by block limit 1);
    if here is null then return chosen; end if;
    for waiter in
      select ticket, party_size, state from entry
      where slot_id = p_slot and ticket >= here << 6 and ticket < (here + 1) << 6 order by ticket
    loop
      continue when waiter.state not in ('waiting', 'waitlisted');
      if waiter.party_size > free then return chosen; end if;
      chosen := chosen || waiter.ticket;
      free := free - waiter.party_size;
      if free = 0 then return chosen; end if;
    end loop;
  end loop;
end
$$;

-- Filling gaps: everybody in a block who fits, in ticket order. Only blocks below it are looked through in which a
-- party that fits may wait, and then it is written down which still do. The whole line is the one block of level 3.
-- At most 64 rows at each level for each party that is seated, and for each that left unseated since the last time.
create function code.fill_block(p_slot bigint, p_level integer, p_block integer,
  inout free integer, inout chosen integer[], out left_over integer)
language plpgsql as $$
declare
  past integer := case when p_level < 3 then (p_block + 1) << 6 else 2147483647 end;
  below record;
  kept integer;
begin
  left_over := 0;
  if p_level = 0 then
    for below in
      select ticket, party_size, state from entry
      where slot_id = p_slot and ticket >= p_block << 6 and ticket < past order by ticket
    loop
      continue when below.state not in ('waiting', 'waitlisted');
      if below.party_size <= free then
        chosen := chosen || below.ticket;
        free := free - below.party_size;
      else
        left_over := left_over | (1 << (below.party_size - 1));
      end if;
    end loop;
  else
    for below in
      select block, parties from line_count
      where slot_id = p_slot and level = p_level - 1 and block >= p_block << 6 and block < past order by block
    loop
      kept := below.parties;
      if kept & ((1 << least(free, 20)) - 1) <> 0 then
        select * into free, chosen, kept from code.fill_block(p_slot, p_level - 1, below.block, free, chosen);
      end if;
      left_over := left_over | kept;
    end loop;
  end if;
  update line_count set parties = left_over
  where slot_id = p_slot and level = p_level and block = p_block and parties <> left_over;
end
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
  -- Nobody waits any more once the slot has begun: settling comes before, and they have missed it (miss_slot).
  if line.paused or line.waiting = 0 or line.held >= line.capacity then return; end if;

  -- store_id + 0: see admit.
  select slot.starts_at, store.fills_gaps, store.offer_minutes, store.time_zone, store.opens_at into rule
  from slot join store on store.id = slot.store_id + 0 where slot.id = p_slot;

  if rule.fills_gaps then
    select filled.chosen into chosen from code.fill_block(p_slot, 3, 0, line.capacity - line.held, null) as filled;
  else
    chosen := code.next_in_strict_order(p_slot, line.capacity - line.held);
  end if;
  if chosen is null then return; end if;

  with seated as (
    update entry set
      state = case when state = 'waiting' or rule.offer_minutes = 0 then 'confirmed' else 'offered' end::entry_state,
      offer_expires_at = case when state = 'waiting' or rule.offer_minutes = 0 then null
        else code.offer_until(p_now, rule.starts_at, rule.offer_minutes, rule.time_zone, rule.opens_at,
          code.is_here(person_id, p_now)) end
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
