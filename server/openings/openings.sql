-- The tickets that the slots of a store have given to presses, ever. Not their numbers: these go on further behind once
-- Redis has lost some.
create function code.tickets_of(p_store bigint)
returns bigint
language sql stable as $$
  select coalesce(sum(line.joined), 0)::bigint
  from slot join slot_line as line on line.slot_id = slot.id where slot.store_id = p_store
$$;

-- An opening that was put off has not been.
create function code.drop_put_off(p_now timestamptz)
returns void
language sql as $$
  delete from opening_tally where opening_id in (
    select opening.id from opening join store on store.id = opening.store_id
    where closed_at is null and opening.opens_at > p_now and store.opens_at <> opening.opens_at);
  delete from opening using store
  where store.id = opening.store_id and closed_at is null
    and opening.opens_at > p_now and store.opens_at <> opening.opens_at
$$;

-- Openings begin a minute early, so that what is refused before is counted, and are over when the line has been quiet
-- for two minutes, nobody being kept waiting by a pause, or ten minutes after they began. Answers those that are over,
-- and none of those in p_without.
create function code.keep_openings(p_most integer, p_without bigint[])
returns setof bigint
language plpgsql as $$
declare
  moment timestamptz := code.clock();
begin
  -- In one order, so that processes that do this at once wait for each other and never in a circle.
  perform from opening where closed_at is null order by id for no key update;
  insert into opening (store_id, opens_at, changed_at, tickets_before)
  select id, opens_at, moment, code.tickets_of(id) - (
      select count(*) from slot cross join lateral code.who_came(slot.id, store.opens_at, 'infinity')
      where slot.store_id = store.id)
  from store
  where opens_at between moment - interval '1 day' and moment + interval '1 minute' and published_at is not null
    and not exists (select from opening where opening.store_id = store.id and opening.opens_at = store.opens_at)
  order by opens_at desc limit p_most
  on conflict do nothing;

  perform code.drop_put_off(moment);
  -- A slot that was taken away took the tickets with it that it gave before.
  update opening set tickets_before = code.tickets_of(store_id)
  where closed_at is null and tickets_before > code.tickets_of(store_id);

  with counted as (
    select opening.id,
      code.tickets_of(opening.store_id) - tickets_before
      + coalesce((select sum(repeats + (select coalesce(sum(many::integer), 0)
          from jsonb_each_text(refusals) as refused (reason, many)))
        from opening_tally where opening_id = opening.id), 0) as came
    from opening where closed_at is null
  )
  update opening set came = counted.came, changed_at = moment from counted
  where opening.id = counted.id and opening.came <> counted.came;

  return query select opening.id from opening
  where closed_at is null and opening.id <> all (p_without) and (opens_at <= moment - interval '10 minutes'
    or (opens_at <= moment - interval '2 minutes' and changed_at <= moment - interval '2 minutes' and came > 0
      and not exists (select from slot join slot_line as line on line.slot_id = slot.id
        where slot.store_id = opening.store_id and line.paused and line.waiting > 0)))
  order by opening.id limit p_most;
end
$$;

-- Takes over what processes counted so far; answers which tallies are kept, and of which opening. Whoever has told of
-- one before names it: when that one is over, or gone, nothing more is counted for it. The rows of openings are locked,
-- in their order, so that each stays open until this is written, or is over and gets nothing.
create function code.keep_tallies(p_tallies jsonb)
returns table (id uuid, opening bigint)
language sql as $$
  with told as (
    select slot.store_id, counted.* from jsonb_to_recordset(p_tallies) as counted (id uuid, slot bigint, opening bigint,
      fresh integer, repeats integer, overtaken integer, "overtakenMs" real, refusals jsonb, latencies integer[])
    join slot on slot.id = counted.slot
  ), running as materialized (
    select id, store_id from opening where closed_at is null and store_id in (select store_id from told)
    order by id for share
  )
  insert into opening_tally (id, opening_id, slot_id, fresh, repeats, overtaken, overtaken_ms, refusals, latencies)
  select told.id, own.id, told.slot, told.fresh, told.repeats, told.overtaken, told."overtakenMs", told.refusals,
    told.latencies
  from told cross join lateral (
    select running.id from running
    where running.store_id = told.store_id and running.id = coalesce(told.opening, running.id)
    order by running.id desc limit 1
  ) as own
  on conflict (id) do update set fresh = excluded.fresh, repeats = excluded.repeats, overtaken = excluded.overtaken,
    overtaken_ms = excluded.overtaken_ms, refusals = excluded.refusals, latencies = excluded.latencies
  returning id, opening_id
$$;

-- Stores the report once, whoever is first; what it was made of goes.
create function code.close_opening(p_opening bigint, p_report jsonb)
returns void
language plpgsql as $$
begin
  update opening set closed_at = code.clock(), report = p_report where id = p_opening and closed_at is null;
  if found then delete from opening_tally where opening_id = p_opening; end if;
end
$$;
