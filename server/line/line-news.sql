-- What followers of slots are told. STABLE: rows and departures are read in the snapshot of the calling statement, so a
-- departure is told exactly once. p_since[i] is the last departure that followers of p_slots[i] know, null for none.
-- `gone` is null when more than p_most left since, or when they left unlisted (the slot began).

create function code.line_news(p_slots bigint[], p_since integer[], p_most integer)
returns table (slot bigint, rev bigint, departed integer, held integer, capacity integer, waiting integer,
  paused boolean, list_open boolean, filled_at timestamptz, closed_at timestamptz, fills_gaps boolean,
  largest_party integer, next integer, gone integer[])
language plpgsql stable as $$
declare
  asked record;
begin
  for asked in select unnest(p_slots) as slot, unnest(p_since) as since loop
    select line.slot_id, line.rev, line.departed, line.held, line.capacity, line.waiting, line.paused,
      line.list_open, line.filled_at, told.closed_at, store.fills_gaps, store.largest_party,
      case line.entrance when 'buffered' then line.next_ticket end
    into slot, rev, departed, held, capacity, waiting, paused, list_open, filled_at, closed_at, fills_gaps,
      largest_party, next
    from slot_line as line join slot as told on told.id = line.slot_id join store on store.id = told.store_id
    where line.slot_id = asked.slot and store.published_at is not null;
    continue when not found;

    gone := '{}';
    if asked.since < departed then
      gone := (select array_agg(listed.ticket order by listed.number) from (
        select departure.ticket, departure.number from departure
        where departure.slot_id = asked.slot and departure.number > asked.since
        order by departure.number limit p_most + 1) as listed);
      if gone is null or cardinality(gone) <> departed - asked.since then gone := null; end if;
    end if;
    return next;
  end loop;
end
$$;
