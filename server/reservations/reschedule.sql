-- A reservation moves to another slot of its store in one statement: the old seat goes on only when the new one is held
-- (decision 0017). p_arguments: { reservation, slot }. Answers { reservation, slot, left } or { problem }.

-- Locks both lines, the smaller id first (docs/locking.md), and settles them at one moment.
create function code.open_two_lines(p_one bigint, p_other bigint)
returns timestamptz
language plpgsql as $$
declare
  moment timestamptz;
begin
  perform from slot_line where slot_id = least(p_one, p_other) for update;
  perform from slot_line where slot_id = greatest(p_one, p_other) for update;
  moment := code.clock();
  perform code.settle(least(p_one, p_other), moment);
  if p_one <> p_other then perform code.settle(greatest(p_one, p_other), moment); end if;
  return moment;
end
$$;

-- Why this party cannot have a seat of the slot at once, null when it can: the rule of admit, which lets nobody past
-- whoever waits (I2). Of a buffered slot the database does not know who waits before its entrance (decision 0039). One
-- that was taken away while its lock was waited for is not there.
create function code.refusal_of_seat(p_slot bigint, p_person bigint, p_party integer, p_now timestamptz)
returns text
language plpgsql as $$
declare
  rule record;
  mine entry_state;
begin
  select line.paused, line.waiting, line.held, line.capacity, line.entrance, slot.starts_at, slot.closed_at,
    store.opens_at, store.closes_at, store.fills_gaps, store.largest_party into rule
  from slot_line as line join slot on slot.id = line.slot_id join store on store.id = slot.store_id + 0
  where line.slot_id = p_slot;
  select state into mine from entry where person_id + 0 = p_person and slot_id - 0 = p_slot
    and state in ('waiting', 'waitlisted', 'offered', 'confirmed');
  return case
    when rule.capacity is null then 'not-found'
    when p_now < rule.opens_at then 'not-open'
    when p_now >= rule.closes_at or p_now >= rule.starts_at or rule.closed_at is not null then 'closed'
    when mine = 'confirmed' then 'already-confirmed'
    when mine is not null then 'already-in-line'
    when p_party > least(rule.largest_party, rule.capacity) then 'party-too-large'
    when rule.paused or (rule.waiting > 0 and not rule.fills_gaps) or p_party > rule.capacity - rule.held
      or rule.entrance = 'buffered' then 'not-bookable'
  end;
end
$$;

-- The seat, held: an entry, a reservation and the one message about the move. The key has a space, as no press has.
create function code.seat_moved(p_slot bigint, p_person bigint, p_party integer, p_from bigint, p_now timestamptz)
returns bigint
language plpgsql as $$
declare
  given integer;
  made bigint;
begin
  update slot_line set held = held + p_party, next_ticket = next_ticket + 1, rev = rev + 1
  where slot_id = p_slot returning next_ticket - 1 into given;
  insert into entry (slot_id, ticket, person_id, party_size, state, press_key, joined_at)
  values (p_slot, given, p_person, p_party, 'confirmed', 'moved from ' || p_from, p_now);
  insert into reservation (slot_id, ticket, person_id, party_size, created_at)
  values (p_slot, given, p_person, p_party, p_now) returning id into made;
  insert into outbox (kind, slot_id, ticket, person_id, created_at)
  values ('moved', p_slot, given, p_person, p_now);
  return made;
end
$$;

create function code.reschedule(p_person bigint, p_arguments jsonb)
returns jsonb
language plpgsql as $$
declare
  wanted bigint := (p_arguments ->> 'reservation')::bigint;
  target bigint := (p_arguments ->> 'slot')::bigint;
  here bigint;
  moment timestamptz;
  gone record;
  refusal text;
  made bigint;
begin
  select slot_id into here from reservation where id = wanted and person_id = p_person and removed_at is null;
  if not found then return jsonb_build_object('problem', 'not-found'); end if;
  perform from slot as old join slot as new on new.id = target and new.store_id + 0 = old.store_id where old.id = here;
  if not found then return jsonb_build_object('problem', 'not-found'); end if;

  moment := code.open_two_lines(here, target);
  -- Locked: a check-in takes the reservation's row alone.
  select ticket, party_size into gone from reservation where id = wanted and state = 'confirmed' for update;
  if not found then return jsonb_build_object('problem', 'already-ended'); end if;
  perform from slot where id = here and starts_at <= moment;
  if found then return jsonb_build_object('problem', 'closed'); end if;
  refusal := code.refusal_of_seat(target, p_person, gone.party_size, moment);
  if refusal is not null then return jsonb_build_object('problem', refusal); end if;

  made := code.seat_moved(target, p_person, gone.party_size, wanted, moment);
  update entry set state = 'cancelled' where slot_id = here and ticket = gone.ticket;
  update reservation set state = 'cancelled', cancelled_at = moment, moved_to = made where id = wanted;
  update slot_line set held = held - gone.party_size, rev = rev + 1 where slot_id = here;
  perform code.seat_line(here, moment);
  return jsonb_build_object('reservation', made::text, 'slot', target::text, 'left', here::text);
end
$$;
