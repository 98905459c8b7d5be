-- What a slot and its store ask of newcomers (see admit).

-- In how many slots of a store somebody has a place now; read through all that live of theirs, wherever they are.
create function code.places_at_store(p_person bigint, p_store bigint)
returns integer
language plpgsql stable as $$
begin
  return (
    select count(*) from entry join slot on slot.id = entry.slot_id
    where entry.person_id + 0 = p_person and entry.state in ('waiting', 'waitlisted', 'offered', 'confirmed')
      and slot.store_id + 0 = p_store);
end
$$;

-- The store of a slot, locked, where it limits the places of a person; null where it does not.
create function code.limited_store(p_slot bigint)
returns bigint
language plpgsql as $$
declare
  house bigint;
begin
  select store.id into house from slot join store on store.id = slot.store_id + 0
  where slot.id = p_slot and store.places_per_person is not null;
  if found then perform from store where id = house for no key update; end if;
  return house;
end
$$;

-- What holds for newcomers of a slot at a moment: why it is shut, null while it is open; in how many milliseconds it
-- opens, while it is not; whether smaller parties fill gaps; how many places one person may have, and how many seats.
create type code.slot_rules as (
  shut text, opens_in_ms bigint, fills_gaps boolean, places integer, largest integer
);

-- store_id + 0: from the slot to its store, never through all slots of the store (migration 0006).
create function code.rules_for_newcomers(p_slot bigint, p_moment timestamptz, p_capacity integer, p_limited bigint)
returns code.slot_rules
language plpgsql stable as $$
declare
  rules code.slot_rules;
  facts record;
begin
  select slot.starts_at, slot.closed_at, store.opens_at, store.closes_at, store.fills_gaps, store.published_at,
    store.places_per_person, store.largest_party into facts
  from slot join store on store.id = slot.store_id + 0 where slot.id = p_slot;
  if facts.published_at is null then
    rules.shut := 'not-found';
  elsif p_moment < facts.opens_at and facts.closed_at is null then
    rules.shut := 'not-open';
    rules.opens_in_ms := ceil(extract(epoch from facts.opens_at - p_moment) * 1000);
  elsif p_moment >= facts.closes_at or p_moment >= facts.starts_at or facts.closed_at is not null then
    rules.shut := 'closed';
  end if;
  rules.fills_gaps := facts.fills_gaps;
  rules.places := case when p_limited is not null then facts.places_per_person end;
  rules.largest := least(facts.largest_party, p_capacity);
  return rules;
end
$$;
