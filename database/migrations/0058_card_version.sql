-- What a list shows of a store, its card, has a version (decision 0046): of one version it says the same whenever it is
-- counted, but for what the time changes, so that servers may keep it. Whoever changes what a card says takes its
-- version in the same transaction, and it is given another a second later (card-versions.sql). Meanwhile it is counted.

-- In the order of those who write them, and of lists that are under way.
lock table person, store in share row exclusive mode;
lock table slot_line, store_search in access exclusive mode;
alter table store_search
  add column card_version bigint,
  add column card_taken_at timestamptz not null default '-infinity';

-- Whoever changes a card shares a lock until their transaction ends, and a version is given under the same one, alone:
-- else a change that came before the version, and is committed after it, would be another card of that version. Few
-- locks for all stores, so that a host of thousands needs no more of them.
create function card_lock(p_store bigint) returns integer language sql immutable parallel safe as $$
  select (p_store % 64)::integer
$$;

-- One look at a row where there is nothing to take, as after all but the first of the batches of a second. It has to
-- see a version that was given while it waited for the lock.
create function take_card_version(p_store bigint) returns void language plpgsql as $$
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise 'what cards say is changed in READ COMMITTED only' using errcode = '25001';
  end if;
  perform pg_advisory_xact_lock_shared(58, card_lock(p_store));
  update store_search set card_version = null, card_taken_at = clock_timestamp()
  where store_id = p_store and card_version is not null;
end
$$;

-- All at the very end of the transaction, as what a search asks of a store is kept (migration 0031).
create function card_of_slot() returns trigger language plpgsql as $$
begin
  perform take_card_version(new.of_store);
  return null;
end
$$;
create constraint trigger card_of_changed_slot after update on slot_line deferrable initially deferred for each row
  when (new.of_store is not null and (old.slot_starts_at, old.capacity, old.held, old.waiting)
    is distinct from (new.slot_starts_at, new.capacity, new.held, new.waiting))
  execute function card_of_slot();

create function card_of_store() returns trigger language plpgsql as $$
begin
  perform take_card_version(new.id);
  return null;
end
$$;
create constraint trigger card_of_store after update on store deferrable initially deferred for each row
  when (old.* is distinct from new.*) execute function card_of_store();

create function cards_of_host() returns trigger language plpgsql as $$
begin
  perform take_card_version(id) from (select id from store where owner_id = new.id order by id) as own;
  return null;
end
$$;
create constraint trigger cards_of_host after update of name on person deferrable initially deferred for each row
  when (old.name is distinct from new.name) execute function cards_of_host();

-- What slots that are added or taken away change of a store waits for the end too: a server holds that transaction for
-- several statements, and every batch of joins may want the store's row now. Of thousands of slots the first is enough:
-- as their triggers run, all of them are there, or gone; nobody may `set constraints immediate` and change them after.
drop trigger search_more_slots on slot_line;
drop trigger search_fewer_slots on slot_line;
drop function search_slots();
create function more_or_fewer_slots() returns trigger language plpgsql as $$
declare
  store constant bigint := case when tg_op = 'DELETE' then old.of_store else new.of_store end;
  known constant text := store || ' ' || statement_timestamp();
begin
  if current_setting('popline.slots_known', true) is distinct from known then
    perform set_config('popline.slots_known', known, true);
    perform take_card_version(store);
    perform refresh_store_seats(array[store]);
  end if;
  return null;
end
$$;
create constraint trigger more_or_fewer_slots after insert or delete on slot_line
  deferrable initially deferred for each row execute function more_or_fewer_slots();
