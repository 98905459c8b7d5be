-- Somebody's part in a store: 'owner', 'staff', or null for everybody else and for a store that is not there. A draft
-- is there for its owner alone.
create function code.part_at_store(p_person bigint, p_store bigint)
returns text
language sql stable as $$
  select 'owner' from store where id = p_store and owner_id = p_person
  union all
  select 'staff' from staff join store on store.id = store_id and published_at is not null
  where store_id = p_store and person_id = p_person
  limit 1
$$;

-- Who may do what at a store, by their part in it: the one table of it. What is not in it nobody may. Whoever may not
-- gets the answer of a store that is not there (I11).
create function code.may_at_store(p_person bigint, p_store bigint, p_deed text)
returns boolean
language sql stable as $$
  select exists (
    select from (values
      ('edit-store', 'owner'),
      ('publish-store', 'owner'),
      ('add-slots', 'owner'),
      ('change-slot', 'owner'),
      ('close-slot', 'owner'),
      ('manage-staff', 'owner'),
      ('post-notice', 'owner'),
      ('see-insights', 'owner'),
      ('see-staff', 'owner'),
      ('see-staff', 'staff'),
      ('see-attendees', 'owner'),
      ('see-attendees', 'staff'),
      ('watch-opening', 'owner'),
      ('watch-opening', 'staff'),
      ('look-after-room', 'owner'),
      ('look-after-room', 'staff'),
      ('check-in', 'owner'),
      ('check-in', 'staff')
    ) as may (deed, part)
    where deed = p_deed and part = code.part_at_store(p_person, p_store))
$$;

-- Whether somebody may take on a store: not while they are being erased. Their row stays as it is until the transaction
-- ends, so that an erasure either sees the store or is seen here.
create function code.stays(p_person bigint)
returns boolean
language plpgsql as $$
begin
  perform from person where id = p_person and erasing_since is null for share;
  return found;
end
$$;
