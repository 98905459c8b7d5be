-- Searching by name, place, days, category and state (S7 to S9). Decision 0023 says why it is built like this.

-- How names are compared: case, width and white space do not count, nor does what is not seen. The same for a term.
create function fold_name(p_text text) returns text
language sql immutable strict parallel safe as $$
  select translate(lower(normalize(p_text, nfkc)), E' \t\n\r\u00ad\u200b\u200c\u200d\u2060\ufeff', '')
$$;

-- What a store is found by: each letter and each two letters in a row of its name, its category, its district, and the
-- 4,096 stores among which it was registered. Only words of the name have one or two letters.
create function search_words(p_store bigint, p_folded text, p_category text, p_district text) returns text[]
language sql immutable strict parallel safe as $$
  select array(
    select substr(p_folded, at, size) from generate_series(1, length(p_folded)) as at, generate_series(1, 2) as size
    union select 'category ' || p_category
    union select 'district ' || p_district
    union select 'block ' || (p_store >> 12)::text)
$$;

-- The line of a slot knows its store and its beginning, so that the seats of a store's coming slots are one range of
-- one index. Neither changes with a press, so updates of a line stay on their page. A closed slot begins never: null.
alter table slot_line add column of_store bigint, add column slot_starts_at timestamptz;
update slot_line as line set of_store = slot.store_id,
  slot_starts_at = case when slot.closed_at is null then slot.starts_at end
from slot where slot.id = line.slot_id;
create index slot_line_store on slot_line (of_store, slot_starts_at);

create function place_line() returns trigger language plpgsql as $$
begin
  select store_id, starts_at into new.of_store, new.slot_starts_at from slot where id = new.slot_id;
  return new;
end
$$;
create trigger place_line before insert on slot_line for each row
  when (new.of_store is null) execute function place_line();

create function move_line() returns trigger language plpgsql as $$
begin
  update slot_line set slot_starts_at = case when new.closed_at is null then new.starts_at end where slot_id = new.id;
  return null;
end
$$;
create trigger move_line after update of starts_at, closed_at on slot for each row
  when ((old.starts_at, old.closed_at) is distinct from (new.starts_at, new.closed_at)) execute function move_line();

-- A narrow row for each store that is published, with all that a search asks of it. `last_start` is when its last slot
-- begins, and `free_until` when the last one begins that a newcomer could have a seat of: with the store's own moments
-- they make its state at any time, and change seldom, when a slot fills and not with each press. They change within
-- their page, which has room for it, so that stores registered one after the other stay together.
create table store_search (
  store_id bigint primary key,
  folded text not null,
  category text not null,
  district text not null,
  starts_on date not null,
  ends_on date not null,
  opens_at timestamptz not null,
  closes_at timestamptz not null,
  last_start timestamptz,
  free_until timestamptz
) with (fillfactor = 50);
-- Without a list of what is yet to be entered, which every search would read through.
create index store_search_words on store_search
  using gin (search_words(store_id, folded, category, district)) with (fastupdate = off);
create index store_search_opening on store_search (opens_at, store_id)
  include (folded, category, district, starts_on, ends_on);

-- The stores of each word, in the order of their registration: the newest with a word are one look at one index,
-- however many have it. Whoever looks for several words asks the index above, which brings their stores together.
create table store_word (
  word text not null,
  store_id bigint not null,
  primary key (word, store_id)
);

create function last_start_of(p_store bigint) returns timestamptz language sql stable as $$
  select slot_starts_at from slot_line where of_store = p_store and slot_starts_at is not null
  order by slot_starts_at desc limit 1
$$;
create function free_until_of(p_store bigint, p_fills_gaps boolean) returns timestamptz language sql stable as $$
  select slot_starts_at from slot_line
  where of_store = p_store and slot_starts_at is not null and held < capacity and (waiting = 0 or p_fills_gaps)
  order by slot_starts_at desc limit 1
$$;

-- Both lock the rows of these stores first, in order: what they read afterwards is newer than whatever another
-- transaction has written into them.
create function refresh_store_seats(p_stores bigint[]) returns void
language plpgsql as $$
begin
  perform from store_search where store_id = any (p_stores) order by store_id for update;
  with fresh as materialized (
    select id, last_start_of(id) as last_start, free_until_of(id, fills_gaps) as free_until
    from store where id = any (p_stores)
  )
  update store_search as known set last_start = fresh.last_start, free_until = fresh.free_until
  from fresh where known.store_id = fresh.id
    and (known.last_start, known.free_until) is distinct from (fresh.last_start, fresh.free_until);
end
$$;

create function refresh_store_search(p_stores bigint[]) returns void
language plpgsql as $$
begin
  perform from store_search where store_id = any (p_stores) order by store_id for update;
  with old as (
    select store_id, unnest(search_words(store_id, folded, category, district)) as word
    from store_search where store_id = any (p_stores)
  ), new as (
    select id, unnest(search_words(id, fold_name(name), category, district)) from store
    where id = any (p_stores) and published_at is not null
  ), gone as (
    delete from store_word as known using (table old except table new) as lost
    where known.word = lost.word and known.store_id = lost.store_id
  )
  insert into store_word (store_id, word)
  select * from (table new except table old) as more (store_id, word) where word not like 'block %';
  delete from store_search as known using store
  where known.store_id = any (p_stores) and store.id = known.store_id and store.published_at is null;
  insert into store_search as known
  select id, fold_name(name), category, district, starts_on, ends_on, opens_at, closes_at, last_start_of(id),
    free_until_of(id, fills_gaps)
  from store where id = any (p_stores) and published_at is not null order by id
  on conflict (store_id) do update set (folded, category, district, starts_on, ends_on, opens_at, closes_at, last_start,
    free_until) = (excluded.folded, excluded.category, excluded.district, excluded.starts_on, excluded.ends_on,
    excluded.opens_at, excluded.closes_at, excluded.last_start, excluded.free_until);
end
$$;

-- Of a whole statement at once where rows are made or removed: nobody else can hold them yet, or any more.
create function search_stores() returns trigger language plpgsql as $$
begin
  perform refresh_store_search(array(select id from touched));
  return null;
end
$$;
create trigger search_stores after insert on store
  referencing new table as touched for each statement execute function search_stores();

create function search_slots() returns trigger language plpgsql as $$
begin
  perform refresh_store_seats(array(select distinct of_store from touched where of_store is not null));
  return null;
end
$$;
create trigger search_more_slots after insert on slot_line
  referencing new table as touched for each statement execute function search_slots();
create trigger search_fewer_slots after delete on slot_line
  referencing old table as touched for each statement execute function search_slots();

-- Of one row when it changes, at the very end of its transaction: whoever waits there for a store's row asks for no
-- other lock any more (docs/locking.md).
create function search_store() returns trigger language plpgsql as $$
begin
  perform refresh_store_search(array[new.id]);
  return null;
end
$$;
create constraint trigger search_store after update on store deferrable initially deferred for each row
  when ((old.name, old.category, old.district, old.starts_on, old.ends_on, old.opens_at, old.closes_at, old.fills_gaps,
      old.published_at is null) is distinct from
    (new.name, new.category, new.district, new.starts_on, new.ends_on, new.opens_at, new.closes_at, new.fills_gaps,
      new.published_at is null))
  execute function search_store();

create function search_slot() returns trigger language plpgsql as $$
begin
  perform refresh_store_seats(array[new.of_store]);
  return null;
end
$$;
create constraint trigger search_slot after update on slot_line deferrable initially deferred for each row
  when (new.of_store is not null and
    (old.slot_starts_at, old.held < old.capacity, old.held < old.capacity and old.waiting = 0)
    is distinct from (new.slot_starts_at, new.held < new.capacity, new.held < new.capacity and new.waiting = 0))
  execute function search_slot();

select refresh_store_search(array(select id from store));
