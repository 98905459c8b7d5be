-- Writing down whom a batch let into the line (see admit).

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

  select max(one.ticket) as last, count(*) as many,
    coalesce(sum(one.party) filter (where one.state = 'confirmed'), 0) as seats,
    array_agg(one.ticket) filter (where one.state in ('waiting', 'waitlisted')) as waiting,
    array_agg(one.party) filter (where one.state in ('waiting', 'waitlisted')) as parties into fresh
  from unnest(p_answers.fresh, p_answers.tickets, p_answers.states, p_parties) as one (fresh, ticket, state, party)
  where one.fresh;
  if fresh.waiting is not null then perform code.line_grows(p_slot, fresh.waiting, fresh.parties); end if;
  update slot_line set held = held + fresh.seats, next_ticket = fresh.last + 1, joined = joined + fresh.many,
    waiting = waiting + coalesce(cardinality(fresh.waiting), 0), rev = rev + 1 where slot_id = p_slot;
end
$$;
