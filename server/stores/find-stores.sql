-- Which stores a search finds, a page at a time and in its order, after the store p_after. They read committed rows of
-- store_search only, take no lock, and are bounded, however many stores there are and however few fit:
--   newest first, by a word: what is answered, from one index
--   newest first, by words:  until the page is full, at most 8 blocks of 4,096 stores; 100 rows where there are few
--   newest first, else:      200 rows one by one, or 5,000 with each of their pages once
--   by opening:              100 rows by words, else 250 of one index
-- Who is not done then answers `seen`, the last store looked at: what fits after it is found by another call. `seen` is
-- null when nothing is left to look at, or when p_most are found.

-- Whether a store is what is asked for; null asks for nothing. Its state is that of count-cards.sql.ts.
create function code.is_sought(p_store store_search, p_term text, p_category text, p_district text, p_from date,
  p_to date, p_state text, p_now timestamptz)
returns boolean language sql immutable as $$
  select (p_term is null or position(p_term in p_store.folded) > 0)
    and (p_category is null or p_store.category = p_category)
    and (p_district is null or p_store.district = p_district)
    and (p_from is null or p_store.ends_on >= p_from)
    and (p_to is null or p_store.starts_on <= p_to)
    and (p_state is null or p_state = case
      when p_now < p_store.opens_at then 'upcoming'
      when p_now >= p_store.closes_at or p_store.last_start is null or p_store.last_start <= p_now then 'closed'
      when p_store.free_until > p_now then 'open'
      else 'sold-out' end)
$$;

-- The words that every store has which can fit. Of a long term six pairs of letters are enough: the term itself is
-- looked for in whatever has them. A term of one letter is a word of its own.
create function code.words_sought(p_term text, p_category text, p_district text)
returns text[] language plpgsql immutable as $$
declare
  words text[] := '{}';
begin
  if length(p_term) <= 2 then
    words := array[p_term];
  elsif p_term is not null then
    words := array(select distinct substr(p_term, at, 2)
      from generate_series(1, length(p_term) - 1, (length(p_term) + 4) / 6) as at);
  end if;
  if p_category is not null then words := words || ('category ' || p_category); end if;
  if p_district is not null then words := words || ('district ' || p_district); end if;
  return words;
end
$$;

-- All that fit in a range of ids, newest first. By pages, so that none is read twice, however rows lie in them.
create function code.find_in_range(p_from date, p_to date, p_state text, p_low bigint, p_past bigint,
  p_now timestamptz)
returns bigint[] language plpgsql stable set enable_indexscan = off as $$
begin
  return array(select store.store_id from store_search as store
    where store.store_id >= p_low and store.store_id < p_past
      and code.is_sought(store, null, null, null, p_from, p_to, p_state, p_now)
    order by store.store_id desc);
end
$$;

-- The newest before p_past where no word is asked for: 200 rows one by one, then 5,000 with each of their pages once.
create function code.walk_newest(p_from date, p_to date, p_state text, p_past bigint, p_most integer,
  p_now timestamptz, out ids bigint[], out seen bigint)
language plpgsql stable as $$
declare
  past bigint;
  low bigint;
begin
  ids := array(
    select walked.store_id from (
      select store.store_id, code.is_sought(store, null, null, null, p_from, p_to, p_state, p_now) as fits
      from store_search as store where store.store_id < p_past order by store.store_id desc limit 200) as walked
    where walked.fits limit p_most);
  if cardinality(ids) >= p_most then return; end if;
  past := coalesce((select max(store_id) + 1 from store_search where store_id < p_past), 0);
  low := past - 5000;
  ids := (code.find_in_range(p_from, p_to, p_state, low, past, p_now))[:p_most];
  if cardinality(ids) < p_most and low > 1 then seen := low; end if;
end
$$;

-- All before p_past that fit in a block of 4,096 stores, newest first; null for none.
create function code.find_in_block(p_words text[], p_block bigint, p_term text, p_category text, p_district text,
  p_from date, p_to date, p_state text, p_past bigint, p_now timestamptz)
returns bigint[] language plpgsql stable as $$
begin
  return (
    with hits as materialized (
      select store.store_id from store_search as store
      where search_words(store.store_id, store.folded, store.category, store.district)
          @> (p_words || ('block ' || p_block::text))
        and code.is_sought(store, p_term, p_category, p_district, p_from, p_to, p_state, p_now)
    )
    select array_agg(store_id order by store_id desc) from hits where store_id < p_past);
end
$$;

-- All before p_past that fit, newest first, where no more than 100 stores have the words; else null.
create function code.find_among_few(p_words text[], p_term text, p_category text, p_district text, p_from date,
  p_to date, p_state text, p_past bigint, p_now timestamptz)
returns bigint[] language plpgsql stable as $$
begin
  return (
    with hits as materialized (
      select store.store_id,
        code.is_sought(store, p_term, p_category, p_district, p_from, p_to, p_state, p_now) as fits
      from store_search as store
      where search_words(store.store_id, store.folded, store.category, store.district) @> p_words limit 101
    )
    select case when count(*) <= 100 then
      coalesce(array_agg(store_id order by store_id desc) filter (where fits and store_id < p_past), '{}') end
    from hits);
end
$$;

create function code.find_newest(p_term text, p_category text, p_district text, p_from date, p_to date, p_state text,
  p_after bigint, p_most integer, out ids bigint[], out seen bigint)
language plpgsql stable as $$
declare
  moment constant timestamptz := code.clock();
  term constant text := fold_name(p_term);
  words constant text[] := code.words_sought(term, p_category, p_district);
  past bigint := coalesce(p_after, 9223372036854775807);
  here bigint;
  last_here bigint;
  few bigint[];
begin
  ids := '{}';
  -- One word and nothing else: its list is the answer.
  if cardinality(words) = 1 and p_from is null and p_to is null and p_state is null then
    ids := array(select store_id from store_word where word = words[1] and store_id < past
      order by store_id desc limit p_most);
    return;
  end if;
  if words = '{}' then
    select walked.ids, walked.seen into ids, seen
    from code.walk_newest(p_from, p_to, p_state, past, p_most, moment) as walked;
    return;
  end if;

  past := coalesce((select max(store_id) + 1 from store_search where store_id < past), 0);
  here := (past - 1) >> 12;
  last_here := greatest(here - 7, 0);
  for block in reverse here .. last_here loop
    ids := ids || code.find_in_block(
      words, block, term, p_category, p_district, p_from, p_to, p_state, past, moment);
    exit when cardinality(ids) >= p_most;

    -- Hardly any in the newest block: it may be that there are few in all, and then they are had at once.
    if block = here and cardinality(ids) < 4 then
      few := code.find_among_few(words, term, p_category, p_district, p_from, p_to, p_state, past, moment);
      if few is not null then
        ids := few[:p_most];
        return;
      end if;
    end if;
  end loop;
  if cardinality(ids) < p_most and last_here > 0 then seen := last_here << 12; end if;
  ids := ids[:p_most];
end
$$;

-- What opens next, soonest first. A store that has opened meanwhile still says what comes after it.
create function code.find_openings(p_term text, p_category text, p_district text, p_from date, p_to date,
  p_after bigint, p_most integer, out ids bigint[], out seen bigint)
language plpgsql stable as $$
declare
  moment constant timestamptz := code.clock();
  term constant text := fold_name(p_term);
  words constant text[] := code.words_sought(term, p_category, p_district);
  past timestamptz := coalesce((select opens_at from store_search where store_id = p_after), moment);
  past_id bigint := coalesce(p_after, 0);
  rows_known integer;
  known bigint[];
begin
  if words <> '{}' then
    with hits as materialized (
      select store.store_id, store.opens_at,
        code.is_sought(store, term, p_category, p_district, p_from, p_to, 'upcoming', moment) as fits
      from store_search as store
      where search_words(store.store_id, store.folded, store.category, store.district) @> words limit 101
    )
    select count(*), array_agg(store_id order by opens_at, store_id)
      filter (where fits and (opens_at, store_id) > (past, past_id))
    into rows_known, ids from hits;
    ids := (coalesce(ids, '{}'))[:p_most];
    if rows_known <= 100 then return; end if;
  end if;

  with walked as materialized (
    select store.store_id, store.opens_at, store.opens_at > moment
      and code.is_sought(store, term, p_category, p_district, p_from, p_to, null, moment) as fits
    from store_search as store where (store.opens_at, store.store_id) > (past, past_id)
    order by store.opens_at, store.store_id limit 250
  )
  select array_agg(store_id order by opens_at, store_id),
    array_agg(store_id order by opens_at, store_id) filter (where fits) into known, ids from walked;
  ids := (coalesce(ids, '{}'))[:p_most];
  if cardinality(ids) < p_most then seen := known[250]; end if;
end
$$;
