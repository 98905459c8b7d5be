-- Whether what somebody is shown and opens may be written down: they told something of themselves, their latest word on
-- `profile` is that they agree, to a text that says so (p_version), and they are not being erased.
create function code.may_be_watched(p_person bigint, p_version text)
returns boolean
language sql stable as $$
  select exists (select from person
    where id = p_person and erasing_since is null and num_nonnulls(sex, region, birth_year) > 0
  ) and coalesce((
    select is_given and version = p_version from consent
    where person_id = p_person and kind = 'profile' order by id desc limit 1), false)
$$;

-- Of rows with a person and a store, those whose person and store stay as they are until the transaction ends: nobody
-- is erased, takes their word back or takes a store away meanwhile. Waits for nobody: who is just being changed is left
-- out. Looked at in a statement of its own, so that the next one sees what was committed before it. Of a few hundred
-- rows at a time: whoever signs in meanwhile waits for them.
create function code.held_still(p_rows jsonb)
returns jsonb
language plpgsql as $$
declare
  people bigint[] := array(select id from person
    where id in (select (given->>'person')::bigint from jsonb_array_elements(p_rows) as given)
    order by id for share skip locked);
  stores bigint[] := array(select id from store
    where id in (select (given->>'store')::bigint from jsonb_array_elements(p_rows) as given)
    order by id for key share skip locked);
begin
  return (select coalesce(jsonb_agg(given), '[]') from jsonb_array_elements(p_rows) as given
    join unnest(people) as person on person = (given->>'person')::bigint
    join unnest(stores) as store on store = (given->>'store')::bigint);
end
$$;

-- Writes down what people were shown: of each store in a place the first time of a day, at most p_most of a person and
-- day. Locks nobody's slot. p_shown: [{person, place, store, rank, reason, model, at}], at most 12 for each list.
create function code.note_shown(p_shown jsonb, p_version text, p_most integer)
returns void
language plpgsql as $$
declare
  still jsonb := code.held_still(p_shown);
begin
  insert into impression (person_id, day, place, store_id, rank, reason, model_id, shown_at)
  select person, today, place, store, rank, reason, model, at
  from (
    select given.*, (at at time zone 'Asia/Seoul')::date as today,
      row_number() over (partition by person order by at, rank) as number
    from jsonb_to_recordset(still) as given (person bigint, place text, store bigint, rank smallint, reason text,
      model bigint, at timestamptz)
  ) as told
  where code.may_be_watched(told.person, p_version)
    and number + (select count(*) from impression where person_id = told.person and day = told.today) <= p_most
  on conflict do nothing;
end
$$;

-- The same of pages of stores that they opened, with the last time of a day too. p_opened: [{person, store, at}].
create function code.note_opened(p_opened jsonb, p_version text, p_most integer)
returns void
language plpgsql as $$
declare
  still jsonb := code.held_still(p_opened);
begin
  insert into store_view as known (person_id, day, store_id, viewed_at, again_at)
  select person, today, store, first, nullif(last, first)
  from (
    select looked.*, is_known, row_number() over (partition by person, today, is_known order by first) as number
    from (
      select person, store, (at at time zone 'Asia/Seoul')::date as today, min(at) as first, max(at) as last
      from jsonb_to_recordset(still) as given (person bigint, store bigint, at timestamptz) group by 1, 2, 3
    ) as looked cross join lateral (select exists (
      select from store_view where (person_id, day, store_id) = (person, today, store)) as is_known) as before
  ) as told
  where code.may_be_watched(told.person, p_version)
    and exists (select from store where id = told.store and published_at is not null)
    and (is_known
      or number + (select count(*) from store_view where person_id = told.person and day = told.today) <= p_most)
  on conflict (person_id, day, store_id) do update set
    again_at = nullif(
      greatest(known.viewed_at, known.again_at, excluded.viewed_at, excluded.again_at), known.viewed_at);
end
$$;

-- All of it of a person, who is erased or has taken back that it may be written down.
create function code.forget_watched(p_person bigint)
returns void
language sql as $$
  delete from impression where person_id = p_person;
  delete from store_view where person_id = p_person
$$;
