-- What the owner of an entry can do with it: leave, accept, decline. One statement that locks, settles, acts and seats
-- the next. p_arguments: { slot, ticket, verb }. Answers { entry } or { problem }.

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
  end if;
  perform code.seat_line(p_slot, p_now);
end
$$;

-- The offered seat is held already; accepting only makes it a reservation.
create function code.take_offer(p_slot bigint, p_ticket integer, p_now timestamptz)
returns void
language plpgsql as $$
begin
  with mine as (
    update entry set state = 'confirmed', offer_expires_at = null where slot_id = p_slot and ticket = p_ticket
    returning person_id, party_size
  ), reserved as (
    insert into reservation (slot_id, ticket, person_id, party_size, created_at)
    select p_slot, p_ticket, person_id, party_size, p_now from mine
  ), told as (
    insert into outbox (kind, slot_id, ticket, person_id, created_at)
    select 'confirmed', p_slot, p_ticket, person_id, p_now from mine
  )
  update slot_line set rev = rev + 1 where slot_id = p_slot;
end
$$;

create function code.refusal_of(p_verb text, p_state entry_state)
returns text
language sql immutable as $$
  select case
    when p_verb in ('accept', 'decline') then case when p_state <> 'offered' then 'no-offer' end
    when p_state = 'confirmed' then 'already-confirmed'
    when p_state not in ('waiting', 'waitlisted', 'offered') then 'already-ended'
  end
$$;

create function code.answer_line(p_person bigint, p_arguments jsonb)
returns jsonb
language plpgsql as $$
declare
  here bigint := (p_arguments ->> 'slot')::bigint;
  number integer := (p_arguments ->> 'ticket')::integer;
  verb text := p_arguments ->> 'verb';
  moment timestamptz := code.open_line(here);
  mine entry;
  refusal text;
begin
  select * into mine from entry where slot_id = here and ticket = number;
  -- Not a condition of the query: see entry_view.
  if not found or mine.person_id <> p_person then return jsonb_build_object('problem', 'not-found'); end if;
  refusal := code.refusal_of(verb, mine.state);
  if refusal is not null then return jsonb_build_object('problem', refusal); end if;

  if verb = 'accept' then
    perform code.take_offer(here, number, moment);
  else
    perform code.drop_entry(here, number, case verb when 'leave' then 'left' else 'declined' end::entry_state, moment);
  end if;
  return jsonb_build_object('entry', code.entry_view(here, number, p_person));
end
$$;
