-- The presses of a batch that have an entry, and what a batch's answers are (see admit).

-- A batch's answers so far, one of each for every press, null where there is none yet.
create type code.batch_answers as (
  problems text[], fresh boolean[], tickets integer[], states entry_state[], aheads integer[], parties integer[],
  reservations bigint[], offers timestamptz[]
);

-- The entries that presses of a batch already have. Whoever is new to the slot costs one probe; whoever is not, one for
-- the press's key, one for its key as one that came later than an entry's own (keep_later_keys), and one for who lives,
-- which is `later`: the key is not known yet.
create function code.known_entries(p_slot bigint, p_people bigint[], p_keys text[])
returns table (press integer, ticket integer, state entry_state, party_size integer, offer_expires_at timestamptz,
  later boolean)
language sql stable as $$
  select asked.press::integer, known.ticket, known.state, known.party_size::integer, known.offer_expires_at,
    known.choice = 3
  from unnest(p_people, p_keys) with ordinality as asked (person, key, press)
  cross join lateral (
    select from entry where entry.person_id = asked.person and entry.slot_id + 0 = p_slot limit 1
  ) as seen_before
  cross join lateral (
    (select 1 as choice, entry.ticket, entry.state, entry.party_size, entry.offer_expires_at from entry
      where entry.person_id = asked.person and entry.slot_id + 0 = p_slot and entry.press_key = asked.key)
    union all
    (select 2, entry.ticket, entry.state, entry.party_size, entry.offer_expires_at
      from press join entry on entry.slot_id = p_slot and entry.ticket = (press.answer ->> 'ticket')::integer
      where press.person_id = asked.person and press.key = p_slot || ' ' || asked.key
        and entry.person_id + 0 = asked.person)
    union all
    (select 3, entry.ticket, entry.state, entry.party_size, entry.offer_expires_at from entry
      where entry.person_id + 0 = asked.person and entry.slot_id - 0 = p_slot
        and entry.state in ('waiting', 'waitlisted', 'offered', 'confirmed'))
    order by choice limit 1
  ) as known
$$;

-- Remembers which entry a press was answered with that another press made, for the 24 hours of every press: repeated
-- after that entry has ended, it is answered with it again, and is no second join (I9). Whoever has 200 presses
-- remembered already has no more of these.
create function code.keep_later_keys(p_slot bigint, p_people bigint[], p_keys text[], p_presses integer[],
  p_tickets integer[])
returns void
language sql as $$
  insert into press (person_id, key, body_hash, answer, created_at)
  select p_people[later.press], p_slot || ' ' || p_keys[later.press], '',
    jsonb_build_object('ticket', p_tickets[later.press]), code.clock()
  from unnest(p_presses) as later (press)
  where (select count(*) from (select from press where person_id = p_people[later.press] limit 200) as kept) < 200
  on conflict do nothing
$$;

-- The answers of presses that have an entry; keys that came later than the entry's own are kept.
create function code.answer_known(p_slot bigint, p_people bigint[], p_parties integer[], p_keys text[])
returns code.batch_answers
language plpgsql as $$
declare
  size integer := cardinality(p_people);
  known record;
  a_ticket integer[] := array_fill(null::integer, array[size]);
  a_state entry_state[] := array_fill(null::entry_state, array[size]);
  a_ahead integer[] := array_fill(null::integer, array[size]);
  a_party integer[] := p_parties;
  a_reservation bigint[] := array_fill(null::bigint, array[size]);
  a_offer timestamptz[] := array_fill(null::timestamptz, array[size]);
  later_presses integer[] := '{}';
begin
  for known in select * from code.known_entries(p_slot, p_people, p_keys) loop
    a_ticket[known.press] := known.ticket;
    a_state[known.press] := known.state;
    a_party[known.press] := known.party_size;
    a_offer[known.press] := known.offer_expires_at;
    a_reservation[known.press] := (select id from reservation where slot_id = p_slot and ticket = known.ticket);
    if known.state in ('waiting', 'waitlisted', 'offered', 'confirmed') then
      a_ahead[known.press] := code.line_ahead(p_slot, known.ticket);
    end if;
    if known.later then later_presses := later_presses || known.press; end if;
  end loop;
  if cardinality(later_presses) > 0 then
    perform code.keep_later_keys(p_slot, p_people, p_keys, later_presses, a_ticket);
  end if;
  return (array_fill(null::text, array[size]), array_fill(false, array[size]), a_ticket, a_state, a_ahead, a_party,
    a_reservation, a_offer);
end
$$;
