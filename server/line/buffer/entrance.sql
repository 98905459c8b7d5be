-- Who gives a slot's tickets: `admit` itself (direct), or Redis before it (buffered, decision 0039). Entrance and epoch
-- change here alone, under the slot_line lock.

-- Why this batch is not the slot's to take, null when it is. Tickets come in the order in which they were given: those
-- of a lost epoch first, of which some may never come back, then those of this one, of which none may be passed over.
create function code.refusal_of_entrance(p_line slot_line, p_tickets integer[], p_epoch integer, p_now timestamptz)
returns text
language sql immutable as $$
  select case
    when p_line.slot_id is null then 'not-found'
    when p_tickets is null then case
      when p_line.entrance <> 'direct' and p_line.slot_starts_at > p_now then 'other-entrance' end
    when p_line.entrance <> 'buffered' or p_epoch is distinct from p_line.epoch or p_line.recovering_until > p_now
      then 'other-entrance'
    when p_tickets[1] > greatest(p_line.next_ticket, p_line.first_of_epoch) then 'out-of-turn'
  end
$$;

-- The tickets of the entries that presses are answered with, null for none; their keys stay with them.
create function code.tickets_of_presses(p_slot bigint, p_people bigint[], p_keys text[])
returns integer[]
language sql as $$
  select (code.answer_known(p_slot, p_people, array_fill(1, array[cardinality(p_people)]), p_keys)).tickets
$$;

-- Whose presses with tickets are: of somebody who is erased or about to be, nobody's, whose number is the ticket below
-- zero as in all their rows (decision 0015). Whoever is erased from now on is found in this slot by their erasure.
create function code.people_of_given(p_people bigint[], p_tickets integer[])
returns bigint[]
language plpgsql stable as $$
begin
  return array(
    select case when exists (select from person where id = one.person and erasing_since is null)
      then one.person else -one.ticket end
    from unnest(p_people, p_tickets) with ordinality as one (person, ticket, press) order by press);
end
$$;

-- How presses with tickets ended before they came here: their person left or was erased; the slot has begun or was
-- closed, or its store is not public any more; its host took away so many seats that the party can never be seated; or
-- limits the places of a person since, and they have as many.
create function code.ends_of_given(p_line slot_line, p_rules code.slot_rules, p_limited bigint, p_now timestamptz,
  p_people bigint[], p_parties integer[], p_gone boolean[])
returns entry_state[]
language plpgsql stable as $$
declare
  is_over boolean := p_rules.shut is not distinct from 'not-found' or exists (
    select from slot where id = p_line.slot_id and (starts_at <= p_now or closed_at is not null));
begin
  return array(
    select case when one.gone or one.person < 0 then 'left'
      when is_over or one.party > p_line.capacity then 'missed'
      when p_rules.places is not null and code.places_at_store(one.person, p_limited) >= p_rules.places then 'missed'
    end::entry_state
    from unnest(p_people, p_parties, p_gone) with ordinality as one (person, party, gone, press) order by press);
end
$$;

-- After a batch with tickets: the line goes on behind the last of them, also where that one was no entry of its own;
-- Redis may give so many more; and whoever missed the slot is told.
create function code.note_given(p_slot bigint, p_now timestamptz, p_people bigint[], p_tickets integer[],
  p_answers code.batch_answers)
returns void
language plpgsql as $$
declare
  last integer := p_tickets[cardinality(p_tickets)];
begin
  update slot_line set next_ticket = greatest(next_ticket, last + 1), rev = rev + 1,
    last_of_epoch = greatest(last_of_epoch, last + code.tickets_ahead(capacity, most_waiting))
  where slot_id = p_slot;
  insert into outbox (kind, slot_id, ticket, person_id, created_at)
  select case when slot.closed_at is null and store.published_at is not null then 'missed' else 'slot-closed' end,
    p_slot, one.ticket, one.person, p_now
  from slot join store on store.id = slot.store_id + 0
  cross join unnest(p_answers.fresh, p_answers.states, p_answers.tickets, p_people)
    as one (fresh, state, ticket, person)
  where slot.id = p_slot and one.fresh and one.state = 'missed' order by one.ticket;
end
$$;

-- How many tickets Redis may be ahead of the ledger: a full slot, a full line, and room for who leaves and comes again.
create function code.tickets_ahead(p_capacity integer, p_most_waiting integer)
returns integer
language sql immutable as $$ select p_capacity + p_most_waiting + 10000 $$;

-- A ticket that the database gives by itself, to whoever is seated without the line. Where Redis gives the others it
-- is far behind all of them, so that no number is given twice. Under the slot_line lock.
create function code.own_ticket(p_slot bigint)
returns integer
language plpgsql as $$
declare
  given integer;
begin
  update slot_line set next_ticket = next_ticket + (entrance = 'direct')::integer,
    asides = asides + (entrance = 'buffered')::integer
  where slot_id = p_slot
  returning case entrance when 'direct' then next_ticket - 1 else 900000000 + asides end into given;
  return given;
end
$$;

-- Whether a slot's tickets are the ledger's to give, as far as nobody has one from Redis: it was closed, or its store
-- is not public, or limits the places of a person, which takes a lock over all its slots; or the ledger has given some
-- already: Redis would not know of them, and give their people others.
create function code.stays_direct(p_slot slot, p_store store, p_line slot_line)
returns boolean
language sql stable as $$
  select p_slot.closed_at is not null or p_store.published_at is null or p_store.places_per_person is not null
    or p_line.entrance = 'direct' and exists (select from entry where entry.slot_id = p_line.slot_id)
$$;

-- Whether for ten minutes since it opened nobody came to a slot that is buffered, as far as the ledger knows.
create function code.is_quiet(p_store store, p_line slot_line, p_now timestamptz)
returns boolean
language sql stable as $$
  select p_line.next_ticket <= p_line.first_of_epoch
    and greatest(p_store.opens_at, p_line.entrance_since) < p_now - interval '10 minutes'
    and not exists (select from entry where entry.slot_id = p_line.slot_id)
$$;

-- Makes Redis the slot's entrance, or begins another epoch where the data of p_lost is lost, in Redis or here. True for
-- the one process that may then put the slot's card there; to all others within 5 s it is false: that card is coming.
-- Where tickets may be lost, since it has opened, or somebody is in it or may come back to it whose host has it open
-- later now, whoever holds a receipt has a minute to come back, whatever became of the slot meanwhile.
-- As long as the epoch lasts, that moment says that there was a loss before it. Where none may be, the line goes on
-- with this epoch: should it be lost as well, nobody counts those as before them whom no earlier one gave a ticket.
create function code.take_entrance(p_slot bigint, p_lost integer)
returns boolean
language plpgsql as $$
declare
  moment timestamptz := code.open_line(p_slot);
  line slot_line;
  facts record;
  is_lost boolean;
  first integer;
begin
  select * into line from slot_line where slot_id = p_slot;
  select store.opens_at, code.stays_direct(slot, store, line) as stays_direct into facts
  from slot join store on store.id = slot.store_id + 0 where slot.id = p_slot and slot.starts_at > moment;
  if not found then return false; end if;
  if line.entrance = 'direct' then
    if facts.stays_direct then return false; end if;
    update slot_line set entrance = 'buffered', entrance_since = moment, first_of_epoch = next_ticket,
      last_of_epoch = next_ticket + code.tickets_ahead(capacity, most_waiting), recovering_until = null,
      rev = rev + 1
    where slot_id = p_slot;
    return true;
  end if;
  if line.epoch is distinct from p_lost or line.entrance_since > moment - interval '5 seconds' then
    return false;
  end if;
  is_lost := moment >= facts.opens_at or coalesce(line.recovering_until > moment, false)
    or exists (select from entry where entry.slot_id = p_slot);
  first := greatest(line.last_of_epoch + 1, line.next_ticket);
  update slot_line set epoch = epoch + 1, entrance_since = moment, first_of_epoch = first,
    last_of_epoch = first + code.tickets_ahead(capacity, most_waiting),
    next_ticket = case when is_lost then next_ticket else first end,
    recovering_until = case when is_lost then moment + interval '1 minute' end,
    rev = rev + 1
  where slot_id = p_slot;
  return true;
end
$$;

-- The ledger gives the slot's tickets again, behind all of this epoch: Redis has given its last one, and all are
-- written. False where it is another epoch by now, or people with receipts may still come back. A slot that was closed
-- goes now where nobody ever was in it.
create function code.hand_back_entrance(p_slot bigint, p_epoch integer)
returns boolean
language plpgsql as $$
declare
  moment timestamptz := code.open_line(p_slot);
begin
  update slot_line set entrance = 'direct', epoch = epoch + 1, next_ticket = greatest(next_ticket, first_of_epoch),
    rev = rev + 1
  where slot_id = p_slot and entrance = 'buffered' and epoch = p_epoch
    and (recovering_until is null or recovering_until <= moment);
  if not found then return false; end if;
  perform code.take_slot_away(p_slot, closed_at) from slot where id = p_slot and closed_at is not null;
  return true;
end
$$;

-- What Redis has to know of slots that have not begun, in milliseconds of the database's clock.
create function code.entrance_cards(p_slots bigint[])
returns table (slot text, is_buffered boolean, stays_direct boolean, is_quiet boolean, epoch integer, first integer,
  last integer, next integer, opens_at float8, closes_at float8, starts_at float8, recovering_until float8, now float8,
  largest integer, most_waiting integer, list_open boolean, paused boolean, fills_gaps boolean, free integer,
  waiting integer, departed integer)
language sql stable as $$
  select line.slot_id::text, line.entrance = 'buffered', code.stays_direct(told, store, line),
    code.is_quiet(store, line, code.clock()), line.epoch,
    line.first_of_epoch, line.last_of_epoch, line.next_ticket,
    code.as_ms(store.opens_at), code.as_ms(least(store.closes_at, told.starts_at, told.closed_at)),
    code.as_ms(told.starts_at), coalesce(code.as_ms(line.recovering_until), 0), code.as_ms(code.clock()),
    least(store.largest_party, line.capacity), line.most_waiting, line.list_open, line.paused, store.fills_gaps,
    line.capacity - line.held, line.waiting, line.departed
  from unnest(p_slots) as asked (slot)
  join slot_line as line on line.slot_id = asked.slot
  join slot as told on told.id = line.slot_id
  join store on store.id = told.store_id + 0
$$;

create function code.as_ms(p_moment timestamptz)
returns float8
language sql immutable as $$ select floor(extract(epoch from p_moment) * 1000)::float8 $$;

-- Slots whose tickets Redis gives, until they are over (clear_line), by their numbers from the one behind p_after on.
create function code.buffered_slots(p_after bigint, p_most integer)
returns setof bigint
language sql stable as $$
  select slot_id from slot_line where entrance = 'buffered' and slot_id > p_after order by slot_id limit p_most
$$;

-- Slots whose store opens within minutes, or has just opened, and whose tickets Redis is to give from their first press
-- on: it has their cards before the crowd comes, so that the database may be away by then.
create function code.slots_about_to_open(p_most integer)
returns setof bigint
language plpgsql stable as $$
declare
  moment timestamptz := code.clock();
begin
  return query select slot.id
  from store join slot on slot.store_id = store.id join slot_line as line on line.slot_id = slot.id
  where store.opens_at between moment - interval '10 minutes' and moment + interval '5 minutes'
    and store.closes_at > moment and slot.starts_at > moment and line.entrance = 'direct'
    and not code.stays_direct(slot, store, line)
  order by store.opens_at <= moment, store.opens_at, slot.id limit p_most;
end
$$;
