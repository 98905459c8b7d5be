-- What a list shows of a store, its card, has a version (decision 0046): of one version it says the same whenever it is
-- counted, but for what the time changes, so that servers may keep it. Whoever changes what a card says takes its version
-- in the same transaction, and it is given another a second later (card-versions.sql). Meanwhile it is counted.
alter table store_search add column card_version bigint, add column card_changed_at timestamptz not null default '-infinity';

-- Whoever changes a card shares a lock until their transaction ends, and a version is given under the same one, alone:
-- else a change that came before the version, and is committed after it, would be another card of that version. Few
-- locks for all stores, so that a host of thousands needs no more of them.
create function card_lock(p_store bigint) returns integer language sql immutable parallel safe as $$
  select (p_store % 64)::integer
$$;

-- One look at a row where there is nothing to take, as after all but the first of the batches of a second.
create function change_card(p_store bigint) returns void language plpgsql as $$
begin
  perform pg_advisory_xact_lock_shared(58, card_lock(p_store));
  update store_search set card_version = null, card_changed_at = clock_timestamp()
  where store_id = p_store and card_version is not null;
end
$$;

-- At the very end of the transaction, as what a search asks of a store is kept (migration 0031).
create function change_card_of_slot() returns trigger language plpgsql as $$
begin
  perform change_card(case when tg_op = 'DELETE' then old.of_store else new.of_store end);
  return null;
end
$$;
create constraint trigger card_of_slot after update on slot_line deferrable initially deferred for each row
  when (new.of_store is not null and (old.slot_starts_at, old.capacity, old.held, old.waiting)
    is distinct from (new.slot_starts_at, new.capacity, new.held, new.waiting))
  execute function change_card_of_slot();
create constraint trigger card_of_slots after insert or delete on slot_line deferrable initially deferred for each row
  execute function change_card_of_slot();

create function change_card_of_store() returns trigger language plpgsql as $$
begin
  perform change_card(new.id);
  return null;
end
$$;
create constraint trigger card_of_store after update on store deferrable initially deferred for each row
  when (old.* is distinct from new.*) execute function change_card_of_store();

create function change_cards_of_host() returns trigger language plpgsql as $$
begin
  perform change_card(id) from (select id from store where owner_id = new.id order by id) as own;
  return null;
end
$$;
create constraint trigger cards_of_host after update of name on person deferrable initially deferred for each row
  when (old.name is distinct from new.name) execute function change_cards_of_host();
