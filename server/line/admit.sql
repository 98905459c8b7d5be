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

-- The entries that presses of a batch already have. Whoever is new to the slot costs one probe; whoever is not, one for
-- the press's key, one for its key as one that came later than an entry's own (keep_later_keys), and one for who lives,
-- which is `later`: the key is not known yet.
create function code.known_entries(p_slot bigint, p_people bigint[], p_keys text[])
returns table (press integer, ticket integer, state entry_state, party_size integer, offer_expires_at timestamptz,
  later boolean)
language sql stable as $$
  select asked.press::integer, known.ticket, known.state, known.party_size::integer, known.offer_expires_at,
    known.choice = 3
  from unnest(p_people, p_keys) with ordinality as asked (person, key, press)
  cross join lateral (
    select from entry where entry.person_id = asked.person and entry.slot_id + 0 = p_slot limit 1
  ) as seen_before
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
  on conflict do nothing
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

-- What holds for newcomers of a slot at a moment: why it is shut, null while it is open; in how many milliseconds it
-- opens, while it is not; whether smaller parties fill gaps; how many places one person may have, and how many seats.
create type code.slot_rules as (
  shut text, opens_in_ms bigint, fills_gaps boolean, places integer, largest integer
);

-- store_id + 0: from the slot to its store, never through all slots of the store (migration 0006).
create function code.rules_for_newcomers(p_slot bigint, p_moment timestamptz, p_capacity integer, p_limited bigint)
returns code.slot_rules
language plpgsql stable as $$
declare
  rules code.slot_rules;
  facts record;
begin
  select slot.starts_at, slot.closed_at, store.opens_at, store.closes_at, store.fills_gaps, store.published_at,
    store.places_per_person, store.largest_party into facts
  from slot join store on store.id = slot.store_id + 0 where slot.id = p_slot;
  if facts.published_at is null then
    rules.shut := 'not-found';
  elsif p_moment < facts.opens_at and facts.closed_at is null then
    rules.shut := 'not-open';
    rules.opens_in_ms := ceil(extract(epoch from facts.opens_at - p_moment) * 1000);
  elsif p_moment >= facts.closes_at or p_moment >= facts.starts_at or facts.closed_at is not null then
    rules.shut := 'closed';
  end if;
  rules.fills_gaps := facts.fills_gaps;
  rules.places := case when p_limited is not null then facts.places_per_person end;
  rules.largest := least(facts.largest_party, p_capacity);
  return rules;
end
$$;

-- A batch's answers so far, one of each for every press, null where there is none yet.
create type code.batch_answers as (
  problems text[], fresh boolean[], tickets integer[], states entry_state[], aheads integer[], parties integer[],
  reservations bigint[], offers timestamptz[]
);

-- The answers of presses that have an entry; keys that came later than the entry's own are kept.
create function code.answer_known(p_slot bigint, p_people bigint[], p_parties integer[], p_keys text[])
returns code.batch_answers
language plpgsql as $$
declare
  size integer := cardinality(p_people);
  known record;
  a_ticket integer[] := array_fill(null::integer, array[size]);
  a_state entry_state[] := array_fill(null::entry_state, array[size]);
  a_ahead integer[] := array_fill(null::integer, array[size]);
  a_party integer[] := p_parties;
  a_reservation bigint[] := array_fill(null::bigint, array[size]);
  a_offer timestamptz[] := array_fill(null::timestamptz, array[size]);
  later_presses integer[] := '{}';
begin
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
  return (array_fill(null::text, array[size]), array_fill(false, array[size]), a_ticket, a_state, a_ahead, a_party,
    a_reservation, a_offer);
end
$$;

-- Decides on the presses without an entry, in order, as the line stands.
create function code.admit_fresh(p_line slot_line, p_rules code.slot_rules, p_limited bigint, p_people bigint[],
  p_parties integer[], p_answers code.batch_answers)
returns code.batch_answers
language plpgsql as $$
declare
  a_problem text[] := p_answers.problems;
  a_fresh boolean[] := p_answers.fresh;
  a_ticket integer[] := p_answers.tickets;
  a_state entry_state[] := p_answers.states;
  a_ahead integer[] := p_answers.aheads;
  free integer := p_line.capacity - p_line.held;
  refusal text;
begin
  for press in 1 .. cardinality(p_people) loop
    continue when a_ticket[press] is not null;
    refusal := coalesce(p_rules.shut, case
      when p_parties[press] > p_rules.largest then 'party-too-large'
      when p_rules.places is not null and code.places_at_store(p_people[press], p_limited) >= p_rules.places
        then 'too-many-places'
    end);
    if refusal is null and not p_line.paused and (p_rules.fills_gaps or p_line.waiting = 0)
      and p_parties[press] <= free
    then
      a_state[press] := 'confirmed';
      free := free - p_parties[press];
    elsif refusal is null and p_line.list_open and p_line.waiting < p_line.most_waiting then
      a_state[press] := case when p_line.paused then 'waiting' else 'waitlisted' end;
    else
      a_problem[press] := coalesce(refusal, case when p_line.list_open then 'line-full' else 'list-closed' end);
      continue;
    end if;
    a_fresh[press] := true;
    a_ticket[press] := p_line.next_ticket;
    a_ahead[press] := p_line.waiting;
    p_line.next_ticket := p_line.next_ticket + 1;
    if a_state[press] <> 'confirmed' then p_line.waiting := p_line.waiting + 1; end if;
  end loop;
  return (a_problem, a_fresh, a_ticket, a_state, a_ahead, p_answers.parties, p_answers.reservations, p_answers.offers);
end
$$;

-- Gives the fresh entries that are seated their reservations and outbox rows; answers the reservation of every press,
-- the known ones among them.
create function code.reserve_fresh(p_slot bigint, p_now timestamptz, p_people bigint[], p_parties integer[],
  p_answers code.batch_answers)
returns bigint[]
language plpgsql as $$
declare
  a_reservation bigint[] := p_answers.reservations;
  seated integer[];
  reserved bigint[];
begin
  with fresh as (
    select one.ticket, one.person, one.party, one.press
    from unnest(p_answers.fresh, p_answers.states, p_answers.tickets, p_people, p_parties)
      with ordinality as one (fresh, state, ticket, person, party, press)
    where one.fresh and one.state = 'confirmed'
  ), made as (
    insert into reservation (slot_id, ticket, person_id, party_size, created_at)
    select p_slot, ticket, person, party, p_now from fresh
    returning id, ticket, person_id
  ), told as (
    insert into outbox (kind, slot_id, ticket, person_id, created_at)
    select 'confirmed', p_slot, ticket, person_id, p_now from made
  )
  select (select array_agg(id order by ticket) from made), (select array_agg(press order by press) from fresh)
  into reserved, seated;
  for position in 1 .. coalesce(cardinality(seated), 0) loop
    a_reservation[seated[position]] := reserved[position];
  end loop;
  return a_reservation;
end
$$;

-- Writes the fresh entries and the line as it is with them.
create function code.write_fresh(p_slot bigint, p_now timestamptz, p_people bigint[], p_parties integer[],
  p_keys text[], p_answers code.batch_answers)
returns void
language plpgsql as $$
declare
  fresh record;
begin
  insert into entry (slot_id, ticket, person_id, party_size, state, press_key, joined_at)
  select p_slot, one.ticket, one.person, one.party, one.state, one.key, p_now
  from unnest(p_answers.fresh, p_answers.tickets, p_answers.states, p_people, p_parties, p_keys)
    as one (fresh, ticket, state, person, party, key)
  where one.fresh;

  select count(*) as tickets, coalesce(sum(one.party) filter (where one.state = 'confirmed'), 0) as seats,
    array_agg(one.ticket) filter (where one.state <> 'confirmed') as waiting,
    array_agg(one.party) filter (where one.state <> 'confirmed') as parties into fresh
  from unnest(p_answers.fresh, p_answers.tickets, p_answers.states, p_parties) as one (fresh, ticket, state, party)
  where one.fresh;
  if fresh.waiting is not null then perform code.line_grows(p_slot, fresh.waiting, fresh.parties); end if;
  update slot_line set held = held + fresh.seats, next_ticket = next_ticket + fresh.tickets, rev = rev + 1,
    waiting = waiting + coalesce(cardinality(fresh.waiting), 0) where slot_id = p_slot;
end
$$;

create function code.admit(p_slot bigint, p_people bigint[], p_parties integer[], p_keys text[],
  out problems text, out opens_in_ms bigint, out fresh text, out tickets text, out states text, out aheads text,
  out parties text, out reservations text, out offers text, out waiting integer, out departed integer,
  out limited bigint)
language plpgsql as $$
declare
  line slot_line;
  moment timestamptz;
  rules code.slot_rules;
  answers code.batch_answers;
begin
  limited := code.limited_store(p_slot);
  moment := code.open_line(p_slot);
  select * into line from slot_line where slot_id = p_slot;
  if not found then
    problems := array_to_string(array_fill('not-found'::text, array[cardinality(p_people)]), ',');
    return;
  end if;

  rules := code.rules_for_newcomers(p_slot, moment, line.capacity, limited);
  answers := code.answer_known(p_slot, p_people, p_parties, p_keys);
  answers := code.admit_fresh(line, rules, limited, p_people, p_parties, answers);
  if true = any (answers.fresh) then
    perform code.write_fresh(p_slot, moment, p_people, p_parties, p_keys, answers);
    answers.reservations := code.reserve_fresh(p_slot, moment, p_people, p_parties, answers);
  end if;

  problems := array_to_string(answers.problems, ',', '');
  opens_in_ms := rules.opens_in_ms;
  fresh := array_to_string(answers.fresh, ',');
  tickets := array_to_string(answers.tickets, ',', '');
  states := array_to_string(answers.states, ',', '');
  aheads := array_to_string(answers.aheads, ',', '');
  parties := array_to_string(answers.parties, ',');
  reservations := array_to_string(answers.reservations, ',', '');
  offers := array_to_string(answers.offers, ',', '');
  select slot_line.waiting, slot_line.departed into waiting, departed from slot_line where slot_id = p_slot;
end
$$;
