-- Gives cards a version whose last one was taken a second ago or more, where nobody who changes one is just committing.
-- Waits for nobody, and whoever changes a card waits for this statement alone (migration 0058): so it does not wait for
-- the disk either. A version that is lost with the machine is given again, another one.
create function code.give_card_versions(p_stores bigint[])
returns void language plpgsql as $$
begin
  perform set_config('synchronous_commit', 'off', true);
  with due as materialized (
    select store_id from store_search
    where store_id = any (p_stores) and card_version is null
      and card_taken_at <= clock_timestamp() - interval '1 second'
    order by store_id for no key update skip locked
  ), free as materialized (
    select store_id from due where pg_try_advisory_xact_lock(58, card_lock(store_id))
  )
  update store_search as known set card_version = hashtextextended(gen_random_uuid()::text, 0)
  from free where known.store_id = free.store_id;
end
$$;
