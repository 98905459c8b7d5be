-- Seats at the door: whoever comes without a reservation, and whose seats went on because they did not come. All of it
-- under the slot_line lock, so that seats stay right (I1) and nobody passes whoever waits (I2).

-- Seats a party that stands at the door, by the rule of `admit`: a ticket of its own, and never past somebody waiting.
-- Nobody has to have an account: the entry is nobody's, under the negative of its ticket, as after an erasure.
-- p_arguments: { slot, partySize, openMinutes }.
create function code.register_walk_in(p_person bigint, p_arguments jsonb)
returns jsonb
language plpgsql as $$
declare
  here bigint := (p_arguments ->> 'slot')::bigint;
  party integer := (p_arguments ->> 'partySize')::integer;
  moment timestamptz;
  rule record;
  line slot_line;
  given integer;
  made bigint;
begin
  select store_id into rule from slot where id = here;
  if not found or not code.may_at_store(p_person, rule.store_id, 'check-in') then
    return jsonb_build_object('problem', 'not-found');
  end if;
  moment := code.open_line(here);
  -- Behind the lock: whoever had it may have closed the slot, taken it away, or changed the store's rules.
  select slot.store_id, slot.starts_at, slot.ends_at, slot.closed_at, store.fills_gaps, store.largest_party,
    store.time_zone into rule
  from slot join store on store.id = slot.store_id + 0 where slot.id = here;
  if not found then return jsonb_build_object('problem', 'not-found'); end if;
  if moment < rule.starts_at - make_interval(mins => (p_arguments ->> 'openMinutes')::integer)
    or moment >= rule.ends_at then
    return jsonb_build_object('startsAt', rule.starts_at, 'problem', case
      when (moment at time zone rule.time_zone)::date = (rule.starts_at at time zone rule.time_zone)::date
      then 'wrong-time' else 'wrong-day' end);
  end if;
  select * into line from slot_line where slot_id = here;
  if party > least(rule.largest_party, line.capacity) then
    return jsonb_build_object('problem', 'party-too-large');
  end if;
  if line.paused or rule.closed_at is not null or (line.waiting > 0 and not rule.fills_gaps)
    or party > line.capacity - line.held then
    return jsonb_build_object('problem', 'no-free-seat');
  end if;

  given := code.own_ticket(here);
  insert into entry (slot_id, ticket, person_id, party_size, state, press_key, joined_at)
  values (here, given, -given, party, 'confirmed', 'walk-in', moment);
  insert into reservation (slot_id, ticket, person_id, party_size, state, created_at, checked_in_at, is_walk_in)
  values (here, given, -given, party, 'checked_in', moment, moment, true) returning id into made;
  update slot_line set held = held + party, rev = rev + 1 where slot_id = here;
  perform code.note_deed(p_person, 'walk-in-registered', 'reservation:' || made,
    jsonb_build_object('store', rule.store_id::text, 'partySize', party));
  return code.checked_in_view(made);
end
$$;

-- I6: a walk-in that was a mistake gives its seats back once; false when it has ended, or the slot has.
create function code.undo_walk_in(p_slot bigint, p_reservation bigint)
returns boolean
language plpgsql as $$
declare
  moment timestamptz := code.open_line(p_slot);
  gone record;
begin
  perform from slot where id = p_slot and ends_at <= moment;
  if found then return false; end if;
  update reservation set state = 'cancelled', cancelled_at = moment, checked_in_at = null
  where id = p_reservation and is_walk_in and state = 'checked_in' returning ticket, party_size into gone;
  if not found then return false; end if;
  update entry set state = 'cancelled' where slot_id = p_slot and ticket = gone.ticket;
  update slot_line set held = held - gone.party_size, rev = rev + 1 where slot_id = p_slot;
  perform code.seat_line(p_slot, moment);
  return true;
end
$$;

-- Slots whose grace time has passed and of which nobody has written down yet who did not come. Where the door was not
-- used that day nobody was a no-show, only unasked: such a slot is looked at until scans of that day can come no more.
-- None of those in p_without.
create function code.no_shows_due(p_most integer, p_without bigint[])
returns setof bigint
language sql stable as $$
  select slot.id from slot join store on store.id = slot.store_id
  where slot.no_shows_at is null and slot.starts_at <= code.clock() and slot.id <> all (p_without)
    and slot.starts_at + make_interval(mins => store.grace_minutes) <= code.clock()
    and (slot.ends_at <= code.clock() - interval '24 hours' or code.door_was_used(slot.store_id, slot.starts_at))
  order by slot.starts_at limit p_most
$$;

create function code.door_was_used(p_store bigint, p_starts timestamptz)
returns boolean
language sql stable as $$
  select exists (
    select from slot join reservation on reservation.slot_id = slot.id and reservation.checked_in_at is not null
    where slot.store_id = p_store
      and slot.starts_at between p_starts - interval '12 hours' and p_starts + interval '12 hours')
$$;

-- Writes down who did not come, at most 5,000 at a time; answers whether seats came free. Where the store says so their
-- seats are free again while the slot runs: for whoever stands at the door, since the line is over by then.
create function code.mark_no_shows(p_slot bigint)
returns boolean
language plpgsql as $$
declare
  moment timestamptz := code.open_line(p_slot);
  rule record;
  seats integer;
  marked integer;
begin
  select slot.store_id, store.releases_no_shows and slot.ends_at > moment as releases, slot.no_shows_at,
    code.door_was_used(slot.store_id, slot.starts_at) as was_used into rule
  from slot join store on store.id = slot.store_id + 0 where slot.id = p_slot;
  if rule.no_shows_at is not null then return false; end if;

  with missing as (
    select id from reservation where rule.was_used and slot_id = p_slot and state = 'confirmed'
    order by ticket limit 5000
  ), absent as (
    update reservation set state = 'no_show', seat_released = rule.releases
    from missing where reservation.id = missing.id and reservation.state = 'confirmed'
    returning reservation.ticket, reservation.party_size
  ), given as (
    update entry set state = 'cancelled' from absent
    where rule.releases and entry.slot_id = p_slot and entry.ticket = absent.ticket
  )
  select coalesce(sum(party_size), 0), count(*) into seats, marked from absent;
  if marked < 5000 then update slot set no_shows_at = moment where id = p_slot; end if;
  if not rule.releases or seats = 0 then return false; end if;
  update slot_line set held = held - seats, rev = rev + 1 where slot_id = p_slot;
  perform code.seat_line(p_slot, moment);
  return true;
end
$$;
