-- How lines stand, added up from the rows of people. It calls nothing that gives or takes seats and believes no
-- counter of seats, so that what is wrong there is seen here. Reads only, locks nothing.
-- Of lines that are not over, at most p_most, the soonest first: each reservation of theirs once. Who waits is looked
-- up only where seats are free and somebody waits, which is hardly ever so.
-- is_still: somebody could be seated and is not, or an offer ran out a minute ago and nobody saw to it.
create function code.reckon_lines(p_most integer)
returns table (slot bigint, seats integer, seated integer, people_waiting integer,
  is_oversold boolean, is_still boolean)
language plpgsql stable as $$
declare
  moment timestamptz := code.clock();
begin
  return query
  with line as (
    select near.id, near.starts_at > moment and near.closed_at is null and not slot_line.paused as goes_on,
      slot_line.capacity, slot_line.waiting, store.fills_gaps, taken.seats + offered.seats as taken,
      offered.forgotten
    from (
      select id, store_id, starts_at, closed_at from slot where line_phase < 2 order by starts_at limit p_most
    ) as near
    join slot_line on slot_line.slot_id = near.id
    join store on store.id = near.store_id
    cross join lateral (
      select coalesce(sum(party_size), 0)::integer as seats from reservation
      where slot_id = near.id and state <> 'cancelled' and not seat_released
    ) as taken
    cross join lateral (
      select coalesce(sum(party_size), 0)::integer as seats,
        coalesce(bool_or(offer_expires_at < moment - interval '1 minute'), false) as forgotten
      from entry where slot_id = near.id and state = 'offered'
    ) as offered
  )
  select line.id, line.capacity, line.taken, line.waiting, line.taken > line.capacity,
    line.goes_on and (line.forgotten or (line.waiting > 0 and line.taken < line.capacity
      and code.could_seat(line.id, line.capacity - line.taken, line.fills_gaps)))
  from line;
end
$$;

-- Whether the rule lets somebody who waits have one of these free seats.
create function code.could_seat(p_slot bigint, p_free integer, p_fills_gaps boolean)
returns boolean
language plpgsql stable as $$
begin
  if p_fills_gaps then
    return exists (select from entry
      where slot_id = p_slot and state in ('waiting', 'waitlisted') and party_size <= p_free);
  end if;
  return (select party_size <= p_free from entry
    where slot_id = p_slot and state in ('waiting', 'waitlisted') order by ticket limit 1);
end
$$;
