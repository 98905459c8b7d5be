-- What the owner of an entry can do with it. Each is one statement that locks, settles, acts and seats the next.
-- p_arguments: { slot, ticket }. Answers { entry } or { problem }.

create function code.drop_entry(p_slot bigint, p_ticket integer, p_end entry_state, p_now timestamptz)
returns void
language plpgsql as $$
declare
  dropped record;
begin
  update entry set state = p_end, offer_expires_at = null
  from entry as before
  where entry.slot_id = p_slot and entry.ticket = p_ticket
    and before.slot_id = p_slot and before.ticket = p_ticket
    and entry.state in ('waiting', 'waitlisted', 'offered')
  returning before.state, entry.party_size into dropped;

  if dropped.state = 'offered' then
    update slot_line set held = held - dropped.party_size, rev = rev + 1 where slot_id = p_slot;
  else
    perform code.line_shrinks(p_slot, array[p_ticket]);
    update slot_line set waiting = waiting - 1, rev = rev + 1 where slot_id = p_slot;
  end if;
  perform code.seat_line(p_slot, p_now);
end
$$;

create function code.leave_line(p_person bigint, p_arguments jsonb)
returns jsonb
language plpgsql as $$
declare
  here bigint := (p_arguments ->> 'slot')::bigint;
  number integer := (p_arguments ->> 'ticket')::integer;
  moment timestamptz := code.open_line(here);
  mine entry;
begin
  select * into mine from entry where slot_id = here and ticket = number and person_id = p_person;
  if not found then return jsonb_build_object('problem', 'not-found'); end if;
  if mine.state = 'confirmed' then return jsonb_build_object('problem', 'already-confirmed'); end if;
  if mine.state not in ('waiting', 'waitlisted', 'offered') then
    return jsonb_build_object('problem', 'already-ended');
  end if;
  perform code.drop_entry(here, number, 'left', moment);
  return jsonb_build_object('entry', code.entry_view(here, number, p_person));
end
$$;

create function code.decline_offer(p_person bigint, p_arguments jsonb)
returns jsonb
language plpgsql as $$
declare
  here bigint := (p_arguments ->> 'slot')::bigint;
  number integer := (p_arguments ->> 'ticket')::integer;
  moment timestamptz := code.open_line(here);
  mine entry;
begin
  select * into mine from entry where slot_id = here and ticket = number and person_id = p_person;
  if not found then return jsonb_build_object('problem', 'not-found'); end if;
  if mine.state <> 'offered' then return jsonb_build_object('problem', 'no-offer'); end if;
  perform code.drop_entry(here, number, 'declined', moment);
  return jsonb_build_object('entry', code.entry_view(here, number, p_person));
end
$$;

-- The offered seat is held already; accepting only makes it a reservation.
create function code.accept_offer(p_person bigint, p_arguments jsonb)
returns jsonb
language plpgsql as $$
declare
  here bigint := (p_arguments ->> 'slot')::bigint;
  number integer := (p_arguments ->> 'ticket')::integer;
  moment timestamptz := code.open_line(here);
  mine entry;
begin
  select * into mine from entry where slot_id = here and ticket = number and person_id = p_person;
  if not found then return jsonb_build_object('problem', 'not-found'); end if;
  if mine.state <> 'offered' then return jsonb_build_object('problem', 'no-offer'); end if;

  update entry set state = 'confirmed', offer_expires_at = null where slot_id = here and ticket = number;
  insert into reservation (slot_id, ticket, person_id, party_size, created_at)
  values (here, number, p_person, mine.party_size, moment);
  insert into outbox (kind, slot_id, ticket, person_id, created_at)
  values ('confirmed', here, number, p_person, moment);
  update slot_line set rev = rev + 1 where slot_id = here;
  return jsonb_build_object('entry', code.entry_view(here, number, p_person));
end
$$;
