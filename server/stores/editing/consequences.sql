-- What an edit of a store means to people who have something there already, and how they hear of it.

-- Slots to come that lie outside the days of a store, with the people in them; their lines are locked, in id order.
-- None while a draft has no days.
create function code.slots_outside(p_store store, p_now timestamptz,
  out outside bigint[], out people integer)
language plpgsql as $$
begin
  outside := array(
    select id from slot
    where store_id = p_store.id and ends_at > p_now and closed_at is null
      and (starts_at at time zone p_store.time_zone)::date not between p_store.starts_on and p_store.ends_on
    order by id);
  perform from slot_line where slot_id = any (outside) order by slot_id for update;
  people := (select coalesce(sum(held + waiting), 0) from slot_line where slot_id = any (outside));
end
$$;

-- Null, or why the edit is refused, with counts. Nobody loses what they hold by an edit: such slots are closed one by
-- one first. The rest a host may do knowingly. Slots outside the new days in which nobody is go with them.
create function code.refusal_of_edit(p_old store, p_new store, p_knowingly boolean, p_now timestamptz)
returns jsonb
language plpgsql as $$
declare
  coming record;
  gone record;
  parties integer;
begin
  -- All lines at once and in id order: of some of them more is locked below, and of all of them in follow_order.
  if p_old.fills_gaps <> p_new.fills_gaps then
    perform from slot_line where slot_id = any (array(
      select id from slot where store_id = p_new.id and closed_at is null and (ends_at > p_now or line_phase = 0)))
    order by slot_id for update;
  end if;
  select * into coming from code.coming_of(p_new.id, p_now);
  if p_old.time_zone <> p_new.time_zone and coming.slots > 0 then
    return jsonb_build_object('problem', 'zone-has-slots', 'slots', coming.slots, 'people', coming.people);
  end if;

  if (p_old.starts_on, p_old.ends_on) is distinct from (p_new.starts_on, p_new.ends_on) and coming.slots > 0 then
    select * into gone from code.slots_outside(p_new, p_now);
    if cardinality(gone.outside) > 0 and (gone.people > 0 or not p_knowingly) then
      return jsonb_build_object('problem', 'slots-outside', 'slots', cardinality(gone.outside), 'people', gone.people);
    end if;
  end if;

  if p_knowingly then return null; end if;
  if p_new.largest_party < p_old.largest_party then
    parties := (
      select count(*) from slot join entry on entry.slot_id = slot.id
      where slot.store_id = p_new.id and slot.starts_at > p_now
        and entry.state in ('waiting', 'waitlisted', 'offered') and entry.party_size > p_new.largest_party);
    if parties > 0 then return jsonb_build_object('problem', 'people-concerned', 'people', parties); end if;
  end if;
  if p_new.fills_gaps <> p_old.fills_gaps and coming.waiting > 0 then
    return jsonb_build_object('problem', 'people-concerned', 'people', coming.waiting);
  end if;
  if p_new.opens_at > p_old.opens_at and p_new.opens_at > p_now and coming.people > 0 then
    return jsonb_build_object('problem', 'people-concerned', 'people', coming.people);
  end if;
  return null;
end
$$;

-- After another rule of order: under the lock of each line whoever the new rule lets have a free seat gets it (I12),
-- and whoever looks at the slot is told what can be booked. Lines in which nobody waits are locked too: a batch that
-- has not committed yet may just have put somebody there by the old rule.
create function code.follow_order(p_store bigint)
returns void
language plpgsql as $$
declare
  here bigint;
begin
  for here in
    select id from slot where store_id = p_store and closed_at is null and line_phase = 0 order by id
  loop
    perform code.seat_line(here, code.open_line(here));
    update slot_line set rev = rev + 1 where slot_id = here;
  end loop;
end
$$;

-- What holders of places are told of an edit: the words for each column that changed. Null when nobody has to hear it.
create function code.words_for_holders(p_store store, p_changed text[], p_words jsonb, p_now timestamptz)
returns text
language sql stable as $$
  select left(string_agg(distinct told.value, e'\n'), 500)
  from jsonb_each_text(p_words) as told, code.coming_of(p_store.id, p_now) as coming
  where told.key = any (p_changed) and p_store.published_at is not null and coming.people > 0
$$;
