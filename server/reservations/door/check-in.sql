-- The door. A check-in locks one reservation row and asks for no other row of its slot (docs/locking.md), so it never
-- waits for a line, however long.

-- Who let a party in last, as the audit log has it; null when nobody did, or when that person was erased.
create function code.checked_in_by(p_reservation bigint)
returns text
language sql stable as $$
  select person.name from audit left join person on person.id = audit.person_id
  where audit.subject = 'reservation:' || p_reservation and audit.deed in ('checked-in', 'walk-in-registered')
  order by audit.id desc limit 1
$$;

-- What a check-in says of the party that it let in. Not the name: a press is remembered for a day under the number of
-- whoever scanned, and the name would stay there when its person is erased.
create function code.checked_in_view(p_reservation bigint)
returns jsonb
language sql stable as $$
  select jsonb_build_object('id', reservation.id::text, 'slotId', slot.id::text, 'partySize', party_size,
    'ticket', ticket, 'startsAt', starts_at, 'timeZone', time_zone, 'checkedInAt', checked_in_at,
    'isWalkIn', is_walk_in)
  from reservation join slot on slot.id = reservation.slot_id join store on store.id = slot.store_id
  where reservation.id = p_reservation
$$;

-- p_arguments: { store, reservation, scannedAt, openMinutes, oldestHours }.
create function code.check_in(p_person bigint, p_arguments jsonb)
returns jsonb
language plpgsql as $$
declare
  here bigint := (p_arguments ->> 'store')::bigint;
  moment timestamptz := code.clock();
  seen timestamptz;
  opens timestamptz;
  pass record;
begin
  if not code.may_at_store(p_person, here, 'check-in') then return jsonb_build_object('problem', 'not-found'); end if;
  select reservation.*, slot.store_id, slot.starts_at, slot.ends_at, store.time_zone into pass
  from reservation join slot on slot.id = reservation.slot_id join store on store.id = slot.store_id
  where reservation.id = (p_arguments ->> 'reservation')::bigint for update of reservation;
  if not found then return jsonb_build_object('problem', 'unknown-pass'); end if;
  if pass.store_id <> here then return jsonb_build_object('problem', 'wrong-store'); end if;
  if pass.state in ('checked_in', 'completed') then
    return jsonb_build_object('problem', 'already-checked-in', 'checkedInAt', pass.checked_in_at,
      'checkedInBy', code.checked_in_by(pass.id));
  end if;
  if pass.state = 'cancelled' or pass.seat_released then return jsonb_build_object('problem', 'already-ended'); end if;

  opens := pass.starts_at - make_interval(mins => (p_arguments ->> 'openMinutes')::integer);
  -- A scan that waited for a network counts by its own time when that is not too old and the door was open then;
  -- anything else counts from now, by the database's clock.
  seen := (p_arguments ->> 'scannedAt')::timestamptz;
  if seen is null or seen > moment or seen < moment - make_interval(hours => (p_arguments ->> 'oldestHours')::integer)
    or seen < opens or seen >= pass.ends_at then seen := moment; end if;
  if seen < opens or seen >= pass.ends_at then
    return jsonb_build_object('startsAt', pass.starts_at, 'problem', case
      when (seen at time zone pass.time_zone)::date = (pass.starts_at at time zone pass.time_zone)::date
      then 'wrong-time' else 'wrong-day' end);
  end if;

  -- The slot may have ended while the scan waited for a network: whoever was there has been there.
  update reservation set checked_in_at = seen,
    state = case when moment >= pass.ends_at then 'completed' else 'checked_in' end::reservation_state
  where id = pass.id;
  perform code.note_deed(p_person, 'checked-in', 'reservation:' || pass.id,
    jsonb_build_object('store', here::text, 'at', seen));
  return code.checked_in_view(pass.id);
end
$$;

-- Takes a check-in back until the slot is over: the pass is good again, and a walk-in's seats are free again. Of a slot
-- that was called off meanwhile it ends as all others did, and its owner is told. p_arguments: { reservation }.
create function code.undo_check_in(p_person bigint, p_arguments jsonb)
returns jsonb
language plpgsql as $$
declare
  wanted bigint := (p_arguments ->> 'reservation')::bigint;
  moment timestamptz;
  pass record;
begin
  select reservation.slot_id, is_walk_in, slot.store_id into pass
  from reservation join slot on slot.id = reservation.slot_id where reservation.id = wanted;
  if not found or not code.may_at_store(p_person, pass.store_id, 'check-in') then
    return jsonb_build_object('problem', 'not-found');
  end if;
  if pass.is_walk_in then
    if not code.undo_walk_in(pass.slot_id, wanted) then return jsonb_build_object('problem', 'already-ended'); end if;
  else
    -- Under the line's lock, so that the slot is not closed meanwhile.
    moment := code.open_line(pass.slot_id);
    -- Past the grace time it is again what it would have been without the scan.
    update reservation set checked_in_at = null,
      state = case when slot.no_shows_at is null then 'confirmed' else 'no_show' end::reservation_state
    from slot where slot.id = reservation.slot_id and reservation.id = wanted
      and reservation.state = 'checked_in' and slot.ends_at > moment;
    if not found then return jsonb_build_object('problem', 'already-ended'); end if;
    perform from slot where id = pass.slot_id and closed_at is not null;
    if found then perform code.end_slot(pass.slot_id, moment); end if;
  end if;
  perform code.note_deed(p_person, 'check-in-undone', 'reservation:' || wanted,
    jsonb_build_object('store', pass.store_id::text));
  return jsonb_build_object('reservation', wanted::text, 'slot', pass.slot_id::text, 'isWalkIn', pass.is_walk_in);
end
$$;
