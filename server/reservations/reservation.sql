-- What the owner does with a reservation. p_arguments: { reservation }.

-- I6, D9: the seat comes back exactly once, and goes on to the next in the same statement.
create function code.cancel_reservation(p_person bigint, p_arguments jsonb)
returns jsonb
language plpgsql as $$
declare
  wanted bigint := (p_arguments ->> 'reservation')::bigint;
  here bigint;
  moment timestamptz;
  gone record;
begin
  select slot_id into here from reservation where id = wanted and person_id = p_person and removed_at is null;
  if not found then return jsonb_build_object('problem', 'not-found'); end if;
  moment := code.open_line(here);
  -- Locked: a check-in takes the reservation's row alone.
  select ticket, party_size into gone from reservation where id = wanted and state = 'confirmed' for update;
  if not found then return jsonb_build_object('problem', 'already-ended'); end if;
  perform from slot where id = here and starts_at <= moment;
  if found then return jsonb_build_object('problem', 'closed'); end if;

  update entry set state = 'cancelled' where slot_id = here and ticket = gone.ticket;
  update reservation set state = 'cancelled', cancelled_at = moment where id = wanted and state = 'confirmed';
  update slot_line set held = held - gone.party_size, rev = rev + 1 where slot_id = here;
  insert into outbox (kind, slot_id, ticket, person_id, created_at)
  values ('cancelled', here, gone.ticket, p_person, moment);
  perform code.seat_line(here, moment);
  return jsonb_build_object('reservation', wanted::text, 'slot', here::text);
end
$$;

-- D10: only what is over leaves the history. A live reservation is refused, so that no seat is lost with it.
create function code.remove_reservation(p_person bigint, p_arguments jsonb)
returns jsonb
language plpgsql as $$
declare
  wanted bigint := (p_arguments ->> 'reservation')::bigint;
  mine record;
begin
  select reservation.state, slot.ends_at into mine
  from reservation join slot on slot.id = reservation.slot_id
  where reservation.id = wanted and person_id = p_person and removed_at is null for update of reservation;
  if not found then return jsonb_build_object('problem', 'not-found'); end if;
  if mine.state in ('confirmed', 'checked_in') and mine.ends_at > code.clock() then
    return jsonb_build_object('problem', 'still-live');
  end if;
  update reservation set removed_at = code.clock() where id = wanted;
  return jsonb_build_object('reservation', wanted::text);
end
$$;
