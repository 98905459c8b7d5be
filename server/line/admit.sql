-- admit: one batch of presses for one slot, in arrival order: tickets, seats, reservations and outbox rows under the
-- slot_line lock, one answer per press (I1 to I5, I9). READ COMMITTED: every statement in here sees what was
-- committed while the lock was waited for; as a single SQL statement it would not.
--
-- p_people[i], p_parties[i], p_keys[i] is press i. A person is in a batch at most once: the batcher sees to it, and
-- entry_live makes anything else an error. A press that already has an entry (same key, even ended; or a live one)
-- gets that entry, before any refusal, and its key stays with it.
--
-- Where a store limits how many places one person may have in its slots, its row is locked first: batches of its slots
-- are committed one after the other, so that each sees what the others gave. `limited` is that store, else null.
--
-- Rows are found and written set by set, which costs a third of a loop of INSERTs (decision 0008). No plan in here
-- depends on how large a table was: each is one index probe for each press.
--
-- Answers in one row, a list for each column joined by commas in the order of the presses, empty for null: 1,000 rows
-- of ten columns cost more to send and to read than to decide. `waiting` is the line after the batch.

-- The entries that presses of a batch already have, each by one probe: by its key, by its key as one that came later
-- than the entry's own (keep_later_keys), and by who lives, which is `later` unless the key is known.
create function code.known_entries(p_slot bigint, p_people bigint[], p_keys text[])
returns table (press integer, ticket integer, state entry_state, party_size integer, offer_expires_at timestamptz,
  later boolean)
language sql stable as $$
  select asked.press::integer, known.ticket, known.state, known.party_size::integer, known.offer_expires_at,
    known.choice = 3
  from unnest(p_people, p_keys) with ordinality as asked (person, key, press)
  cross join lateral (
    (select 1 as choice, entry.ticket, entry.state, entry.party_size, entry.offer_expires_at from entry
      where entry.person_id = asked.person and entry.slot_id + 0 = p_slot and entry.press_key = asked.key)
    union all
    (select 2, entry.ticket, entry.state, entry.party_size, entry.offer_expires_at
      from press join entry on entry.slot_id = p_slot and entry.ticket = (press.answer ->> 'ticket')::integer
      where press.person_id = asked.person and press.key = p_slot || ' ' || asked.key)
    union all
    (select 3, entry.ticket, entry.state, entry.party_size, entry.offer_expires_at from entry
      where entry.person_id + 0 = asked.person and entry.slot_id - 0 = p_slot
        and entry.state in ('waiting', 'waitlisted', 'offered', 'confirmed'))
    order by choice limit 1
  ) as known
$$;

-- Remembers which entry a press was answered with that another press made, for the 24 hours of every press: repeated
-- after that entry has ended, it is answered with it again, and is no second join (I9).
create function code.keep_later_keys(p_slot bigint, p_people bigint[], p_keys text[], p_presses integer[],
  p_tickets integer[])
returns void
language sql as $$
  insert into press (person_id, key, body_hash, answer, created_at)
  select p_people[later.press], p_slot || ' ' || p_keys[later.press], '',
    jsonb_build_object('ticket', p_tickets[later.press]), code.clock()
  from unnest(p_presses) as later (press)
$$;

-- Writes the new entries with the reservations and outbox rows of those that are seated; answers reservation ids in
-- the order of the tickets.
create function code.write_entries(p_slot bigint, p_now timestamptz, p_people bigint[], p_parties integer[],
  p_keys text[], p_presses integer[], p_tickets integer[], p_states entry_state[])
returns bigint[]
language plpgsql as $$
declare
  reserved bigint[];
begin
  insert into entry (slot_id, ticket, person_id, party_size, state, press_key, joined_at)
  select p_slot, fresh.ticket, p_people[fresh.press], p_parties[fresh.press], fresh.state, p_keys[fresh.press], p_now
  from unnest(p_presses, p_tickets, p_states) as fresh (press, ticket, state);

  if not 'confirmed' = any (p_states) then return '{}'; end if;
  with made as (
    insert into reservation (slot_id, ticket, person_id, party_size, created_at)
    select p_slot, fresh.ticket, p_people[fresh.press], p_parties[fresh.press], p_now
    from unnest(p_presses, p_tickets, p_states) as fresh (press, ticket, state) where fresh.state = 'confirmed'
    returning id, ticket, person_id
  ), told as (
    insert into outbox (kind, slot_id, ticket, person_id, created_at)
    select 'confirmed', p_slot, ticket, person_id, p_now from made
  )
  select array_agg(id order by ticket) into reserved from made;
  return reserved;
end
$$;

-- In how many slots of a store somebody has a place now; read through all that live of theirs, wherever they are.
create function code.places_at_store(p_person bigint, p_store bigint)
returns integer
language plpgsql stable as $$
begin
  return (
    select count(*) from entry join slot on slot.id = entry.slot_id
    where entry.person_id + 0 = p_person and entry.state in ('waiting', 'waitlisted', 'offered', 'confirmed')
      and slot.store_id + 0 = p_store);
end
$$;

-- The store of a slot, locked, where it limits the places of a person; null where it does not.
create function code.limited_store(p_slot bigint)
returns bigint
language plpgsql as $$
declare
  house bigint;
begin
  select store.id into house from slot join store on store.id = slot.store_id + 0
  where slot.id = p_slot and store.places_per_person is not null;
  if found then perform from store where id = house for no key update; end if;
  return house;
end
$$;

create function code.admit(p_slot bigint, p_people bigint[], p_parties integer[], p_keys text[],
  out problems text, out opens_in_ms bigint, out fresh text, out tickets text, out states text, out aheads text,
  out parties text, out reservations text, out offers text, out waiting integer, out departed integer,
  out limited bigint)
language plpgsql as $$
declare
  line slot_line;
  rule record;
  known record;
  moment timestamptz;
  shut text;
  refusal text;
  free integer;
  given integer := 0;
  size integer := cardinality(p_people);
  a_problem text[] := array_fill(null::text, array[size]);
  a_ticket integer[] := array_fill(null::integer, array[size]);
  a_state entry_state[] := array_fill(null::entry_state, array[size]);
  a_ahead integer[] := array_fill(null::integer, array[size]);
  a_party integer[] := p_parties;
  a_reservation bigint[] := array_fill(null::bigint, array[size]);
  a_offer timestamptz[] := array_fill(null::timestamptz, array[size]);
  a_fresh boolean[] := array_fill(false, array[size]);
  new_presses integer[] := '{}';
  new_tickets integer[] := '{}';
  new_states entry_state[] := '{}';
  later_presses integer[] := '{}';
  now_waiting integer[] := '{}';
  now_parties integer[] := '{}';
  reserved bigint[];
begin
  limited := code.limited_store(p_slot);
  moment := code.open_line(p_slot);
  select * into line from slot_line where slot_id = p_slot;
  if not found then
    problems := array_to_string(array_fill('not-found'::text, array[size]), ',');
    return;
  end if;

  -- store_id + 0: from the slot to its store, never through all slots of the store (migration 0006).
  select slot.starts_at, slot.closed_at, store.opens_at, store.closes_at, store.fills_gaps, store.published_at,
    case when limited is not null then store.places_per_person end as places,
    least(store.largest_party, line.capacity) as largest into rule
  from slot join store on store.id = slot.store_id + 0 where slot.id = p_slot;
  if rule.published_at is null then
    shut := 'not-found';
  elsif moment < rule.opens_at and rule.closed_at is null then
    shut := 'not-open';
    opens_in_ms := ceil(extract(epoch from rule.opens_at - moment) * 1000);
  elsif moment >= rule.closes_at or moment >= rule.starts_at or rule.closed_at is not null then
    shut := 'closed';
  end if;
  free := line.capacity - line.held;

  for known in select * from code.known_entries(p_slot, p_people, p_keys) loop
    a_ticket[known.press] := known.ticket;
    a_state[known.press] := known.state;
    a_party[known.press] := known.party_size;
    a_offer[known.press] := known.offer_expires_at;
    a_reservation[known.press] := (select id from reservation where slot_id = p_slot and ticket = known.ticket);
    if known.state in ('waiting', 'waitlisted', 'offered', 'confirmed') then
      a_ahead[known.press] := code.line_ahead(p_slot, known.ticket);
    end if;
    if known.later then later_presses := later_presses || known.press; end if;
  end loop;
  if cardinality(later_presses) > 0 then
    perform code.keep_later_keys(p_slot, p_people, p_keys, later_presses, a_ticket);
  end if;

  for press in 1 .. size loop
    continue when a_ticket[press] is not null;
    refusal := coalesce(shut, case
      when p_parties[press] > rule.largest then 'party-too-large'
      when rule.places is not null and code.places_at_store(p_people[press], limited) >= rule.places
        then 'too-many-places'
    end);
    if refusal is null and not line.paused and (rule.fills_gaps or line.waiting = 0) and p_parties[press] <= free then
      a_state[press] := 'confirmed';
      free := free - p_parties[press];
    elsif refusal is null and line.list_open and line.waiting < line.most_waiting then
      a_state[press] := case when line.paused then 'waiting' else 'waitlisted' end;
    else
      a_problem[press] := coalesce(refusal, case when line.list_open then 'line-full' else 'list-closed' end);
      continue;
    end if;
    a_fresh[press] := true;
    a_ticket[press] := line.next_ticket;
    a_ahead[press] := line.waiting;
    new_presses := new_presses || press;
    new_tickets := new_tickets || line.next_ticket;
    new_states := new_states || a_state[press];
    if a_state[press] <> 'confirmed' then
      now_waiting := now_waiting || line.next_ticket;
      now_parties := now_parties || p_parties[press];
      line.waiting := line.waiting + 1;
    end if;
    line.next_ticket := line.next_ticket + 1;
  end loop;

  if cardinality(new_presses) > 0 then
    reserved := code.write_entries(p_slot, moment, p_people, p_parties, p_keys, new_presses, new_tickets, new_states);
    for position in 1 .. cardinality(new_presses) loop
      continue when new_states[position] <> 'confirmed';
      given := given + 1;
      a_reservation[new_presses[position]] := reserved[given];
    end loop;
    if cardinality(now_waiting) > 0 then perform code.line_grows(p_slot, now_waiting, now_parties); end if;
    update slot_line set held = held + line.capacity - line.held - free,
      waiting = slot_line.waiting + cardinality(now_waiting),
      next_ticket = next_ticket + cardinality(new_presses), rev = rev + 1 where slot_id = p_slot;
  end if;

  problems := array_to_string(a_problem, ',', '');
  fresh := array_to_string(a_fresh, ',');
  tickets := array_to_string(a_ticket, ',', '');
  states := array_to_string(a_state, ',', '');
  aheads := array_to_string(a_ahead, ',', '');
  parties := array_to_string(a_party, ',');
  reservations := array_to_string(a_reservation, ',', '');
  offers := array_to_string(a_offer, ',', '');
  waiting := line.waiting;
  departed := line.departed;
end
$$;
