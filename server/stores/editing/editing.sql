-- What a host does with a store as a whole: draft, edit, publish, take back, delete. p_arguments names the store but
-- for a new draft. `change` has the names of columns; what is not in it stays. The store's row is locked first.

-- Fields that cannot be: days and moments in the wrong order, or nothing where a published store has something.
create function code.unfit_fields(p_store store)
returns text[]
language sql immutable as $$
  select array_remove(array[
    case when p_store.published_at is not null and p_store.name = '' then 'name' end,
    case when p_store.published_at is not null and p_store.district = '' then 'district' end,
    case when p_store.published_at is not null and p_store.category is null then 'category' end,
    case when p_store.published_at is not null and p_store.starts_on is null then 'startsOn' end,
    case when p_store.published_at is not null and p_store.ends_on is null
      or p_store.starts_on > p_store.ends_on then 'endsOn' end,
    case when p_store.published_at is not null and p_store.opens_at is null then 'opensAt' end,
    case when p_store.published_at is not null and p_store.closes_at is null
      or p_store.opens_at >= p_store.closes_at then 'closesAt' end,
    case when (p_store.latitude is null) <> (p_store.longitude is null) then 'longitude' end,
    case when p_store.shows_picture and p_store.picture is null then 'showsPicture' end
  ], null)
$$;

-- False when a published store of this name, district and first day is there already (S6).
create function code.write_store(p_store store)
returns boolean
language plpgsql as $$
begin
  update store set name = p_store.name, bio = p_store.bio, category = p_store.category, district = p_store.district,
    address = p_store.address, latitude = p_store.latitude, longitude = p_store.longitude,
    starts_on = p_store.starts_on, ends_on = p_store.ends_on, time_zone = p_store.time_zone,
    opens_at = p_store.opens_at, closes_at = p_store.closes_at, rules = p_store.rules,
    largest_party = p_store.largest_party, places_per_person = p_store.places_per_person,
    fills_gaps = p_store.fills_gaps, offer_minutes = p_store.offer_minutes, grace_minutes = p_store.grace_minutes,
    releases_no_shows = p_store.releases_no_shows, shows_picture = p_store.shows_picture,
    is_listed = p_store.is_listed, published_at = p_store.published_at, revision = p_store.revision
  where id = p_store.id;
  return true;
exception when unique_violation then
  return false;
end
$$;

-- p_arguments: { change, most }: the drafts that one host may have.
create function code.draft_store(p_person bigint, p_arguments jsonb)
returns jsonb
language plpgsql as $$
declare
  made store;
  unfit text[];
begin
  perform from person where id = p_person for no key update;
  if (select count(*) from store where owner_id = p_person and published_at is null)
    >= (p_arguments ->> 'most')::integer then
    return jsonb_build_object('problem', 'too-many-drafts');
  end if;
  insert into store (owner_id, name, district, published_at) values (p_person, '', '', null) returning * into made;
  made := jsonb_populate_record(made, p_arguments -> 'change');
  unfit := code.unfit_fields(made);
  if cardinality(unfit) > 0 then
    delete from store where id = made.id;
    return jsonb_build_object('problem', 'bad-request', 'fields', to_jsonb(unfit));
  end if;
  perform code.write_store(made);
  perform code.note_deed(p_person, 'store-drafted', 'store:' || made.id, '{}');
  return code.edition_of(made, code.clock());
end
$$;

-- p_arguments: { store, revision, change, knowingly, tell, most }. `tell` has what holders are told of a column that
-- changed, `most` the notices of a day that are sent. An address is put right whatever was said before.
create function code.edit_store(p_person bigint, p_arguments jsonb)
returns jsonb
language plpgsql as $$
declare
  here bigint := (p_arguments ->> 'store')::bigint;
  moment timestamptz := code.clock();
  old store;
  new store;
  changed text[];
  unfit text[];
  refusal jsonb;
  said text;
begin
  select * into old from store where id = here for no key update;
  if not code.may_at_store(p_person, here, 'edit-store') then return jsonb_build_object('problem', 'not-found'); end if;
  if old.revision <> (p_arguments ->> 'revision')::integer then
    return jsonb_build_object('problem', 'stale-revision', 'revision', old.revision);
  end if;
  new := jsonb_populate_record(old, p_arguments -> 'change');
  changed := array(
    select key from jsonb_each(to_jsonb(new)) where value <> to_jsonb(old) -> key order by key);
  if cardinality(changed) = 0 then return code.edition_of(old, moment); end if;
  unfit := code.unfit_fields(new);
  if cardinality(unfit) > 0 then return jsonb_build_object('problem', 'bad-request', 'fields', to_jsonb(unfit)); end if;
  refusal := code.refusal_of_edit(old, new, (p_arguments ->> 'knowingly')::boolean, moment);
  if refusal is not null then return refusal; end if;
  said := code.words_for_holders(new, changed, p_arguments -> 'tell', moment);

  -- From here on something is written, and nothing is refused but a duplicate, which the first write finds.
  new.revision := old.revision + 1;
  if not code.write_store(new) then return jsonb_build_object('problem', 'duplicate-store'); end if;
  -- Nobody is in them, or the edit would have been refused.
  if (old.starts_on, old.ends_on) is distinct from (new.starts_on, new.ends_on) then
    perform code.take_slot_away(slot, moment) from unnest((code.slots_outside(new, moment)).outside) as slot;
  end if;
  if old.fills_gaps <> new.fills_gaps then perform code.follow_order(here); end if;
  if said is not null then
    perform code.put_notice(here, said, moment,
      code.quiet_seconds(here, (p_arguments ->> 'most')::integer, moment) = 0);
  end if;
  perform code.note_deed(p_person, 'store-changed', 'store:' || here, jsonb_build_object('fields', to_jsonb(changed)));
  return code.edition_of(new, moment);
end
$$;

create function code.publish_store(p_person bigint, p_arguments jsonb)
returns jsonb
language plpgsql as $$
declare
  here bigint := (p_arguments ->> 'store')::bigint;
  moment timestamptz := code.clock();
  mine store;
  missing text[];
begin
  if not code.stays(p_person) then return jsonb_build_object('problem', 'sign-in-needed'); end if;
  select * into mine from store where id = here for no key update;
  if not code.may_at_store(p_person, here, 'publish-store') then
    return jsonb_build_object('problem', 'not-found');
  end if;
  if mine.published_at is not null then return code.edition_of(mine, moment); end if;
  missing := code.missing_of(mine, moment);
  if cardinality(missing) > 0 then
    return jsonb_build_object('problem', 'not-ready', 'missing', to_jsonb(missing));
  end if;
  mine.published_at := moment;
  mine.revision := mine.revision + 1;
  if not code.write_store(mine) then return jsonb_build_object('problem', 'duplicate-store'); end if;
  perform code.note_deed(p_person, 'store-published', 'store:' || here, '{}');
  return code.edition_of(mine, moment);
end
$$;

-- People who ever had a seat here, or wait for one. Locks every line of the store, so that nobody joins meanwhile.
create function code.people_of_store(p_store bigint)
returns integer
language plpgsql as $$
begin
  perform from slot_line where slot_id = any (array(select id from slot where store_id = p_store))
  order by slot_id for update;
  return (
    select count(*) from slot join reservation on reservation.slot_id = slot.id
    where slot.store_id = p_store and reservation.state <> 'cancelled'
  ) + (
    select count(*) from slot join entry on entry.slot_id = slot.id
    where slot.store_id = p_store and entry.state in ('waiting', 'waitlisted', 'offered'));
end
$$;

create function code.unpublish_store(p_person bigint, p_arguments jsonb)
returns jsonb
language plpgsql as $$
declare
  here bigint := (p_arguments ->> 'store')::bigint;
  mine store;
  people integer;
begin
  select * into mine from store where id = here for no key update;
  if not code.may_at_store(p_person, here, 'publish-store') then
    return jsonb_build_object('problem', 'not-found');
  end if;
  if mine.published_at is null then return code.edition_of(mine, code.clock()); end if;
  people := code.people_of_store(here);
  if people > 0 then return jsonb_build_object('problem', 'has-holders', 'people', people); end if;
  mine.published_at := null;
  mine.revision := mine.revision + 1;
  perform code.write_store(mine);
  perform code.note_deed(p_person, 'store-unpublished', 'store:' || here, '{}');
  return code.edition_of(mine, code.clock());
end
$$;

-- Takes a draft away with everything that hangs on it; false when somebody has a history here, which stays, or may have
-- a ticket that is not written yet (decision 0039).
create function code.drop_draft(p_store bigint)
returns boolean
language plpgsql as $$
declare
  hours bigint[];
begin
  perform from store where id = p_store and published_at is null for update;
  if not found then return false; end if;
  hours := array(select id from slot where store_id = p_store);
  perform from slot_line where slot_id = any (hours) order by slot_id for update;
  perform from slot_line where slot_id = any (hours) and entrance = 'buffered' limit 1;
  if found then return false; end if;
  perform from reservation where slot_id = any (hours) limit 1;
  if found then return false; end if;
  perform from entry where slot_id = any (hours) limit 1;
  if found then return false; end if;
  delete from slot_line where slot_id = any (hours);
  delete from slot where id = any (hours);
  perform code.drop_room(p_store);
  delete from picture where store_id = p_store;
  delete from notice where store_id = p_store;
  delete from store_follow where store_id = p_store;
  delete from staff_invitation where store_id = p_store;
  delete from staff where store_id = p_store;
  delete from opening_tally where opening_id in (select id from opening where store_id = p_store);
  delete from opening where store_id = p_store;
  delete from store where id = p_store;
  return true;
end
$$;

-- The same for whoever is erased: where others have a history the row stays for it, without a word of its owner's.
create function code.forget_draft(p_store bigint)
returns void
language plpgsql as $$
begin
  if code.drop_draft(p_store) then return; end if;
  update store set name = '', bio = '', district = '', address = '', latitude = null, longitude = null, rules = '',
    picture = null, shows_picture = false, revision = revision + 1
  where id = p_store and published_at is null;
  delete from picture where store_id = p_store;
  delete from notice where store_id = p_store;
  delete from staff_invitation where store_id = p_store;
  delete from staff where store_id = p_store;
end
$$;

create function code.delete_draft(p_person bigint, p_arguments jsonb)
returns jsonb
language plpgsql as $$
declare
  here bigint := (p_arguments ->> 'store')::bigint;
begin
  perform from store where id = here for update;
  if not code.may_at_store(p_person, here, 'edit-store') then return jsonb_build_object('problem', 'not-found'); end if;
  if not code.drop_draft(here) then return jsonb_build_object('problem', 'only-drafts'); end if;
  perform code.note_deed(p_person, 'draft-deleted', 'store:' || here, '{}');
  return jsonb_build_object('store', here::text);
end
$$;
