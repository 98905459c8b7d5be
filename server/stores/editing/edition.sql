-- A store as its owner sees it while editing it.

-- What keeps a store from being published, as stable codes in the order of the editor.
create function code.missing_of(p_store store, p_now timestamptz)
returns text[]
language sql stable as $$
  select array_remove(array[
    case when p_store.name = '' then 'name' end,
    case when p_store.category is null then 'category' end,
    case when p_store.district = '' then 'district' end,
    case when p_store.address = '' then 'address' end,
    case when p_store.starts_on is null or p_store.ends_on is null then 'dates'
      when p_store.ends_on < (p_now at time zone p_store.time_zone)::date then 'dates-over' end,
    case when p_store.opens_at is null or p_store.closes_at is null then 'opening'
      when p_store.closes_at <= p_now then 'opening-over' end,
    case when not exists (
      select from slot where store_id = p_store.id and starts_at > p_now and closed_at is null) then 'slots' end
  ], null)
$$;

-- The store as its owner sees it: every field, what is missing, its slots to come, and how many people hold a place.
create function code.edition_of(p_store store, p_now timestamptz)
returns jsonb
language sql stable as $$
  select jsonb_build_object(
    'id', p_store.id::text, 'revision', p_store.revision, 'publishedAt', p_store.published_at,
    'name', p_store.name, 'bio', p_store.bio, 'category', p_store.category, 'district', p_store.district,
    'address', p_store.address, 'latitude', p_store.latitude, 'longitude', p_store.longitude,
    'startsOn', p_store.starts_on, 'endsOn', p_store.ends_on, 'timeZone', p_store.time_zone,
    'opensAt', p_store.opens_at, 'closesAt', p_store.closes_at, 'rules', p_store.rules,
    'largestParty', p_store.largest_party, 'placesPerPerson', p_store.places_per_person,
    'fillsGaps', p_store.fills_gaps, 'offerMinutes', p_store.offer_minutes, 'graceMinutes', p_store.grace_minutes,
    'releasesNoShows', p_store.releases_no_shows, 'isListed', p_store.is_listed,
    'picture', p_store.picture, 'showsPicture', p_store.shows_picture,
    'slots', coming.slots, 'seats', coming.seats, 'people', coming.people,
    'missing', to_jsonb(code.missing_of(p_store, p_now)))
  from code.coming_of(p_store.id, p_now) as coming
$$;

-- Slots to come or running, and the people with a seat or a place in their lines.
create function code.coming_of(p_store bigint, p_now timestamptz,
  out slots integer, out seats integer, out people integer, out waiting integer)
language sql stable as $$
  select count(*)::integer, coalesce(sum(line.capacity), 0)::integer,
    coalesce(sum(line.held + line.waiting), 0)::integer, coalesce(sum(line.waiting), 0)::integer
  from slot join slot_line as line on line.slot_id = slot.id
  where slot.store_id = p_store and slot.ends_at > p_now and slot.closed_at is null
$$;
