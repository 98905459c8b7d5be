-- A slot that will not take place. Where nobody ever was it is gone; else it stays, closed, and everybody with a seat
-- or a place in its line is told.

-- Gone, or closed where somebody has a history, or may have a ticket that is not written yet (decision 0039): it goes
-- later, if nobody has (hand_back_entrance). The caller holds the slot_line lock and knows that nobody is in it.
create function code.take_slot_away(p_slot bigint, p_now timestamptz)
returns void
language plpgsql as $$
begin
  perform from slot_line where slot_id = p_slot and entrance = 'buffered';
  if not found then perform from entry where slot_id = p_slot limit 1; end if;
  if not found then perform from reservation where slot_id = p_slot limit 1; end if;
  if found then
    update slot set closed_at = p_now where id = p_slot;
    update slot_line set rev = rev + 1 where slot_id = p_slot;
    return;
  end if;
  delete from slot_line where slot_id = p_slot;
  delete from slot where id = p_slot;
end
$$;

-- Ends what is live in the slot: reservations are cancelled, offers and places in the line end, and each is told once.
create function code.end_slot(p_slot bigint, p_now timestamptz)
returns void
language plpgsql as $$
begin
  with given_up as (
    update reservation set state = 'cancelled', cancelled_at = p_now
    where slot_id = p_slot and state = 'confirmed' returning ticket, person_id, party_size
  ), offered as (
    update entry set state = 'expired', offer_expires_at = null
    where slot_id = p_slot and state = 'offered' returning ticket, person_id, party_size
  ), ended as (
    update entry set state = 'cancelled' from given_up
    where entry.slot_id = p_slot and entry.ticket = given_up.ticket
  ), everybody as (
    select * from given_up union all select * from offered
  ), told as (
    insert into outbox (kind, slot_id, ticket, person_id, created_at)
    select 'slot-closed', p_slot, ticket, person_id, p_now from everybody order by ticket
  )
  update slot_line set held = held - (select coalesce(sum(party_size), 0) from everybody), rev = rev + 1
  where slot_id = p_slot;
  perform code.miss_slot(p_slot, p_now, 'slot-closed');
end
$$;

-- p_arguments: { slot, knowingly }. With somebody in it, only knowingly.
create function code.close_slot(p_person bigint, p_arguments jsonb)
returns jsonb
language plpgsql as $$
declare
  here bigint := (p_arguments ->> 'slot')::bigint;
  moment timestamptz := code.open_line(here);
  mine slot;
  people integer;
begin
  select * into mine from slot where id = here and code.may_at_store(p_person, store_id, 'close-slot');
  if not found then return jsonb_build_object('problem', 'not-found'); end if;
  if mine.closed_at is not null or mine.starts_at <= moment then return jsonb_build_object('problem', 'closed'); end if;
  select held + waiting into people from slot_line where slot_id = here;
  if people > 0 and not (p_arguments ->> 'knowingly')::boolean then
    return jsonb_build_object('problem', 'people-concerned', 'people', people);
  end if;
  if people > 0 then perform code.end_slot(here, moment); end if;
  perform code.take_slot_away(here, moment);
  perform code.note_deed(p_person, 'slot-closed', 'slot:' || here, jsonb_build_object('people', people));
  return jsonb_build_object('slot', here::text);
end
$$;
