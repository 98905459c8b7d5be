-- An entry as its owner may see it; null when it is not theirs, so that it looks absent (I11).
-- Between the slot's start and the next settling, whoever waits is shown what they are: too late.

create function code.entry_view(p_slot bigint, p_ticket integer, p_person bigint)
returns jsonb
language sql stable as $$
  select jsonb_build_object(
    'id', entry.slot_id || '-' || entry.ticket,
    'slotId', entry.slot_id::text,
    'ticket', entry.ticket,
    'state', shown.state,
    'ahead', place.ahead,
    'behind', slot_line.waiting - place.ahead - (shown.state in ('waiting', 'waitlisted'))::integer,
    'partySize', entry.party_size,
    'reservationId', (select reservation.id::text from reservation
      where reservation.slot_id = entry.slot_id and reservation.ticket = entry.ticket),
    'offerExpiresAt', entry.offer_expires_at
  )
  from entry
  join slot_line on slot_line.slot_id = entry.slot_id
  join slot on slot.id = entry.slot_id
  cross join lateral (select case
    when code.clock() < slot.starts_at then entry.state
    when entry.state in ('waiting', 'waitlisted') then 'missed'
    when entry.state = 'offered' then 'expired'
    else entry.state end::entry_state) as shown (state)
  cross join lateral (select case when shown.state in ('waiting', 'waitlisted', 'offered', 'confirmed')
    then code.line_ahead(entry.slot_id, entry.ticket) end) as place (ahead)
  where entry.slot_id = p_slot and entry.ticket = p_ticket and entry.person_id = p_person
$$;

-- The person's entry in a slot: the live one, else the latest.
create function code.entry_of(p_slot bigint, p_person bigint)
returns jsonb
language sql stable as $$
  select code.entry_view(p_slot, mine.ticket, p_person) from (
    select ticket from entry where slot_id = p_slot and person_id = p_person order by ticket desc limit 1
  ) as mine
$$;
