-- admit: one batch of presses for one slot, in arrival order: tickets, seats, reservations and outbox rows under the
-- slot_line lock, one answer per press (I1 to I5, I9). READ COMMITTED: every statement in here sees what was
-- committed while the lock was waited for; as a single SQL statement it would not.
--
-- p_people[i], p_parties[i], p_keys[i] is press i. Answers come back in the same order, `fresh` for a new entry.
-- A press that already has an entry (same key, even ended; or a live one) gets that entry, before any refusal.
-- The loop of INSERT … ON CONFLICT is chosen over a set-based anti-join on purpose: it does not depend on a plan made
-- while the table was empty.

create function code.admit(p_slot bigint, p_people bigint[], p_parties integer[], p_keys text[])
returns table (problem text, opens_in_ms bigint, fresh boolean, ticket integer, state entry_state, ahead integer,
  behind integer, party_size integer, reservation_id bigint, offer_expires_at timestamptz)
language plpgsql as $$
#variable_conflict use_column
declare
  line slot_line;
  rule record;
  moment timestamptz;
  shut text;
  opens_ms bigint;
  refusal text;
  seated boolean;
  fate entry_state;
  known entry;
  free integer;
  press integer;
  problems text[];
  tickets integer[];
  fates entry_state[];
  aheads integer[];
  parties integer[];
  offers timestamptz[];
  news boolean[];
  seats_given integer[] := '{}';
  now_waiting integer[] := '{}';
begin
  moment := code.open_line(p_slot);
  select * into line from slot_line where slot_id = p_slot;
  if not found then
    return query select 'not-found', null::bigint, false, null::integer, null::entry_state, null::integer,
      null::integer, null::integer, null::bigint, null::timestamptz from generate_subscripts(p_people, 1);
    return;
  end if;

  select slot.starts_at, store.opens_at, store.closes_at, store.fills_gaps,
    least(store.largest_party, line.capacity) as largest into rule
  from slot join store on store.id = slot.store_id where slot.id = p_slot;
  if moment < rule.opens_at then
    shut := 'not-open';
    opens_ms := ceil(extract(epoch from rule.opens_at - moment) * 1000);
  elsif moment >= rule.closes_at or moment >= rule.starts_at then
    shut := 'closed';
  end if;
  free := line.capacity - line.held;

  for press in 1 .. cardinality(p_people) loop
    refusal := coalesce(shut, case when p_parties[press] > rule.largest then 'party-too-large' end);
    seated := not line.paused and (rule.fills_gaps or line.waiting = 0) and p_parties[press] <= free;
    if refusal is null and not seated and line.waiting >= line.most_waiting then refusal := 'line-full'; end if;
    fate := case when line.paused then 'waiting' when seated then 'confirmed' else 'waitlisted' end;

    if refusal is null then
      insert into entry (slot_id, ticket, person_id, party_size, state, press_key, joined_at)
      values (p_slot, line.next_ticket, p_people[press], p_parties[press], fate, p_keys[press], moment)
      on conflict do nothing;
      if found then
        news[press] := true;
        tickets[press] := line.next_ticket;
        fates[press] := fate;
        parties[press] := p_parties[press];
        aheads[press] := line.waiting;
        if seated then
          seats_given := seats_given || press;
          free := free - p_parties[press];
        else
          now_waiting := now_waiting || line.next_ticket;
          line.waiting := line.waiting + 1;
        end if;
        line.next_ticket := line.next_ticket + 1;
        continue;
      end if;
    end if;

    select * into known from entry where person_id = p_people[press] and slot_id = p_slot
      and (press_key = p_keys[press] or state in ('waiting', 'waitlisted', 'offered', 'confirmed'))
    order by press_key = p_keys[press] desc limit 1;
    if not found and refusal is null then
      raise exception 'ticket % of slot % was given twice', line.next_ticket, p_slot;
    end if;
    news[press] := false;
    problems[press] := case when found then null else refusal end;
    tickets[press] := known.ticket;
    fates[press] := known.state;
    parties[press] := known.party_size;
    offers[press] := known.offer_expires_at;
  end loop;

  if cardinality(seats_given) > 0 then
    insert into reservation (slot_id, ticket, person_id, party_size, created_at)
    select p_slot, tickets[given], p_people[given], p_parties[given], moment from unnest(seats_given) as given;
    insert into outbox (kind, slot_id, ticket, person_id, created_at)
    select 'confirmed', p_slot, tickets[given], p_people[given], moment from unnest(seats_given) as given;
  end if;
  if cardinality(now_waiting) > 0 then perform code.line_grows(p_slot, now_waiting); end if;
  if cardinality(seats_given) + cardinality(now_waiting) > 0 then
    update slot_line set held = line.capacity - free, waiting = line.waiting, next_ticket = line.next_ticket,
      rev = rev + 1 where slot_id = p_slot;
  end if;

  return query
  select answer.problem, opens_ms, answer.fresh, answer.ticket, answer.state,
    place.ahead, line.waiting - place.ahead - (answer.state in ('waiting', 'waitlisted'))::integer,
    answer.party, (select reservation.id from reservation
      where reservation.slot_id = p_slot and reservation.ticket = answer.ticket
        and answer.state in ('confirmed', 'cancelled')), answer.offer
  from generate_subscripts(p_people, 1) as asked (press)
  cross join lateral (select problems[asked.press], news[asked.press], tickets[asked.press], fates[asked.press],
    aheads[asked.press], parties[asked.press], offers[asked.press])
    as answer (problem, fresh, ticket, state, ahead, party, offer)
  cross join lateral (select case when answer.fresh then answer.ahead
    when answer.state in ('waiting', 'waitlisted', 'offered', 'confirmed')
      then code.line_ahead(p_slot, answer.ticket) end) as place (ahead);
end
$$;
