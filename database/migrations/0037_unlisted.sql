-- A store that is published, not listed (decision 0037): whoever has its address finds it, lists and searches do not.
-- These read store_search alone, which has no row of it, so they and their indexes stay as they are. Rows of a process
-- that knows no such stores are listed.
alter table store add column is_listed boolean not null default true;

-- As in 0031, but for what is listed only.
create or replace function refresh_store_search(p_stores bigint[]) returns void
language plpgsql as $$
begin
  perform from store_search where store_id = any (p_stores) order by store_id for update;
  with old as (
    select store_id, unnest(search_words(store_id, folded, category, district)) as word
    from store_search where store_id = any (p_stores)
  ), new as (
    select id, unnest(search_words(id, fold_name(name), category, district)) from store
    where id = any (p_stores) and published_at is not null and is_listed
  ), gone as (
    delete from store_word as known using (table old except table new) as lost
    where known.word = lost.word and known.store_id = lost.store_id
  )
  insert into store_word (store_id, word)
  select * from (table new except table old) as more (store_id, word) where word not like 'block %';
  delete from store_search as known using store
  where known.store_id = any (p_stores) and store.id = known.store_id
    and (store.published_at is null or not store.is_listed);
  insert into store_search as known
  select id, fold_name(name), category, district, starts_on, ends_on, opens_at, closes_at, last_start_of(id),
    free_until_of(id, fills_gaps)
  from store where id = any (p_stores) and published_at is not null and is_listed order by id
  on conflict (store_id) do update set (folded, category, district, starts_on, ends_on, opens_at, closes_at, last_start,
    free_until) = (excluded.folded, excluded.category, excluded.district, excluded.starts_on, excluded.ends_on,
    excluded.opens_at, excluded.closes_at, excluded.last_start, excluded.free_until);
end
$$;

drop trigger search_store on store;
create constraint trigger search_store after update on store deferrable initially deferred for each row
  when ((old.name, old.category, old.district, old.starts_on, old.ends_on, old.opens_at, old.closes_at, old.fills_gaps,
      old.published_at is null, old.is_listed) is distinct from
    (new.name, new.category, new.district, new.starts_on, new.ends_on, new.opens_at, new.closes_at, new.fills_gaps,
      new.published_at is null, new.is_listed))
  execute function search_store();
