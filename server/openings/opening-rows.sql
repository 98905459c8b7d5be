-- What the rows say of an opening. Nothing here calls what gives out tickets and seats, so that a mistake there cannot
-- hide here too: held seats are added up from reservations and offers, arrivals and states from entries.

-- How many were seated past somebody who waits, and how many tickets are out of order (I2). Strict, nobody passes;
-- filling gaps, a party that is not smaller than one that waits does not. The number of a walk-in in a buffered slot,
-- from 900,000,001 on, says nothing of the order: whoever comes later has a smaller one.
create function code.order_errors_of(p_slot bigint, p_fills_gaps boolean)
returns integer
language sql stable as $$
  with waits as (
    select party_size, min(ticket) as ticket from entry
    where slot_id = p_slot and state in ('waiting', 'waitlisted') group by party_size
  ), seated as (
    select ticket, party_size from reservation where slot_id = p_slot and ticket <= 900000000
    union select ticket, party_size from entry where slot_id = p_slot and state = 'offered'
  ), joined as (
    select joined_at < lag(joined_at) over (order by ticket) as is_late from entry
    where slot_id = p_slot and ticket <= 900000000
  )
  select (select count(*) from seated where exists (
      select from waits
      where waits.ticket < seated.ticket and (not p_fills_gaps or waits.party_size <= seated.party_size)))::integer
    + (select count(*) from joined where is_late)::integer
$$;

-- Seats that are free while somebody who waits might have them (I12).
create function code.idle_seats_of(p_slot bigint, p_free integer, p_fills_gaps boolean)
returns integer
language sql stable as $$
  with waits as (
    select ticket, party_size from entry where slot_id = p_slot and state in ('waiting', 'waitlisted')
  ), fits as (
    select party_size from waits
    where party_size <= p_free and (p_fills_gaps or ticket = (select min(ticket) from waits))
  )
  select case when exists (select from fits)
    then least(p_free, (select sum(party_size)::integer from waits)) else 0 end
$$;

-- Who pressed in the opening. Who moved here, by a key that has a space, and who was let in at the door did not.
create function code.who_came(p_slot bigint, p_from timestamptz, p_until timestamptz)
returns table (state entry_state, joined_at timestamptz)
language sql stable as $$
  select entry.state, entry.joined_at from entry
  where entry.slot_id = p_slot and entry.joined_at >= p_from and entry.joined_at < p_until
    and entry.press_key not like '% %' and not exists (select from reservation
      where reservation.slot_id = p_slot and reservation.ticket = entry.ticket and reservation.is_walk_in)
$$;

-- The slots that were to come when the opening began: in others nobody could press. A store has few enough for all to
-- be told (mostSlotsOfStore). One that was closed since has no
-- seats and holds none, whatever its line says; that people came, and how it ended for them, stays. A report that was
-- stored before says what was so then.
create function code.opening_slots(p_store bigint, p_from timestamptz, p_until timestamptz)
returns table (slot bigint, starts_at timestamptz, capacity integer, held integer, arrivals integer, outcomes jsonb,
  order_errors integer, idle_seats integer, untold integer)
language plpgsql stable as $$
declare
  one record;
begin
  for one in
    select mine.id, mine.starts_at, mine.closed_at, line.capacity, line.paused, store.fills_gaps
    from slot as mine join slot_line as line on line.slot_id = mine.id join store on store.id = mine.store_id
    where mine.store_id = p_store and mine.starts_at > p_from
    order by mine.starts_at, mine.id
  loop
    slot := one.id;
    starts_at := one.starts_at;
    capacity := case when one.closed_at is null then one.capacity else 0 end;
    select coalesce(sum(came.people), 0), coalesce(jsonb_object_agg(came.state, came.people), '{}')
    into arrivals, outcomes from (
      select pressed.state, count(*)::integer as people from code.who_came(one.id, p_from, p_until) as pressed
      group by pressed.state) as came;
    held := case when one.closed_at is not null then 0 else
      coalesce((select sum(reservation.party_size) from reservation
        where reservation.slot_id = one.id and reservation.state in ('confirmed', 'checked_in', 'completed')), 0)
      + coalesce((select sum(entry.party_size) from entry
        where entry.slot_id = one.id and entry.state = 'offered'), 0) end;
    order_errors := code.order_errors_of(one.id, one.fills_gaps);
    idle_seats := case when one.paused or one.closed_at is not null then 0
      else code.idle_seats_of(one.id, one.capacity - held, one.fills_gaps) end;
    untold := (select count(*) from reservation
      where reservation.slot_id = one.id and reservation.created_at >= p_from and reservation.created_at < p_until
        and not reservation.is_walk_in and not exists (select from outbox
          where outbox.slot_id = one.id and outbox.ticket = reservation.ticket));
    return next;
  end loop;
end
$$;

-- How many came in each second of the opening, up to the last in which somebody did.
create function code.opening_seconds(p_store bigint, p_from timestamptz, p_until timestamptz)
returns integer[]
language sql stable as $$
  with came as (
    select floor(extract(epoch from pressed.joined_at - p_from))::integer as second, count(*)::integer as people
    from slot cross join lateral code.who_came(slot.id, p_from, p_until) as pressed
    where slot.store_id = p_store
    group by 1
  )
  select coalesce(array_agg(coalesce(came.people, 0) order by each.second), '{}')
  from generate_series(0, (select max(second) from came)) as each (second) left join came using (second)
$$;
