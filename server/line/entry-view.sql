-- An entry as its owner may see it; null when it is not theirs, so that it looks absent (I11).
-- Between the slot's start and the next settling, whoever waits is shown what they are: too late.
-- STABLE: everything is read in the snapshot of the calling statement, so state and place agree.

create function code.entry_view(p_slot bigint, p_ticket integer, p_person bigint)
returns jsonb
language plpgsql stable as $$
declare
  mine record;
  shown entry_state;
  ahead integer;
begin
  select entry.*, slot_line.waiting, slot_line.departed, slot.starts_at, reservation.id as reservation_id,
    reservation.moved_to, slot.closed_at, reservation.cancelled_at = slot.closed_at as by_host into mine
  from entry
  join slot_line on slot_line.slot_id = entry.slot_id
  join slot on slot.id = entry.slot_id
  left join reservation on reservation.slot_id = entry.slot_id and reservation.ticket = entry.ticket
  where entry.slot_id = p_slot and entry.ticket = p_ticket;
  -- Not a condition of the query: a plan might take it for the way in and read all that this person ever did.
  if not found or mine.person_id <> p_person then return null; end if;

  shown := mine.state;
  if mine.state in ('waiting', 'waitlisted', 'offered') and code.clock() >= mine.starts_at then
    shown := case mine.state when 'offered' then 'expired' else 'missed' end;
  end if;
  -- What they were told says whether their offer ran out or went with the slot; nothing else of it is kept.
  if mine.state = 'expired' and mine.closed_at is not null then
    mine.by_host := exists (
      select from outbox where slot_id = p_slot and ticket = p_ticket and kind = 'slot-closed');
  end if;
  if shown in ('waiting', 'waitlisted', 'offered', 'confirmed') then ahead := code.line_ahead(p_slot, p_ticket); end if;

  return jsonb_build_object(
    'id', p_slot || '-' || p_ticket,
    'slotId', p_slot::text,
    'ticket', p_ticket,
    'state', shown,
    'ahead', ahead,
    'behind', mine.waiting - ahead - (shown in ('waiting', 'waitlisted'))::integer,
    'partySize', mine.party_size,
    'reservationId', mine.reservation_id::text,
    'offerExpiresAt', mine.offer_expires_at,
    'departed', mine.departed,
    'movedTo', mine.moved_to::text,
    'cancelledByHost', coalesce(mine.by_host, false)
  );
end
$$;

-- The person's live entry in a slot, else the latest that ended.
create function code.entry_of(p_slot bigint, p_person bigint)
returns jsonb
language plpgsql stable as $$
begin
  return code.entry_view(p_slot, coalesce((
    select ticket from entry where person_id + 0 = p_person and slot_id - 0 = p_slot
      and state in ('waiting', 'waitlisted', 'offered', 'confirmed')
  ), (
    select ticket from entry where person_id + 0 = p_person and slot_id - 0 = p_slot
      and state in ('left', 'declined', 'expired', 'cancelled', 'missed') order by ticket desc limit 1
  )), p_person);
end
$$;

-- What lives of this person's in slots that have not begun: where they wait or are offered a seat before where they
-- have one, the soonest first, at most p_most. Read through all that live of theirs (entry_live), then by key.
create function code.entries_of(p_person bigint, p_most integer)
returns setof jsonb
language plpgsql stable as $$
begin
  return query
  select code.entry_view(mine.slot_id, mine.ticket, p_person) || jsonb_build_object(
    'storeId', mine.store_id::text, 'storeName', mine.name, 'startsAt', mine.starts_at, 'timeZone', mine.time_zone)
  from (
    select entry.slot_id, entry.ticket, entry.state, slot.store_id, slot.starts_at, store.name, store.time_zone
    from entry join slot on slot.id = entry.slot_id join store on store.id = slot.store_id + 0
    where entry.person_id + 0 = p_person and entry.state in ('waiting', 'waitlisted', 'offered', 'confirmed')
      and slot.starts_at > code.clock()
    order by entry.state = 'confirmed', slot.starts_at, entry.slot_id limit p_most
  ) as mine
  order by mine.state = 'confirmed', mine.starts_at, mine.slot_id;
end
$$;
