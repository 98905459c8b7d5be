-- How many wait before a ticket, in O(log n): three levels of blocks of 64 tickets (DESIGN §4, "Place").
-- In plpgsql, which keeps its plans; a function in SQL is planned again at every call.
-- Callers of line_grows and line_shrinks hold the slot_line lock.

create function code.line_blocks(p_tickets integer[], p_parties integer[])
returns table (level smallint, block integer, people integer, parties integer)
language sql immutable as $$
  select levels.level::smallint, ticket >> (6 * (levels.level + 1)), count(*)::integer, bit_or(1 << (party - 1))
  from unnest(p_tickets, p_parties) as joined (ticket, party) cross join generate_series(0, 2) as levels (level)
  group by 1, 2 order by 1, 2
$$;

create function code.line_grows(p_slot bigint, p_tickets integer[], p_parties integer[])
returns void
language plpgsql as $$
begin
  insert into line_count (slot_id, level, block, waiting, parties)
  select p_slot, blocks.level, blocks.block, blocks.people, blocks.parties
  from code.line_blocks(p_tickets, p_parties) as blocks
  on conflict (slot_id, level, block) do update set waiting = line_count.waiting + excluded.waiting,
    parties = line_count.parties | excluded.parties;
end
$$;

-- Everybody who stops waiting stops here: counts, the number waiting and the departures that live places count with.
-- Block by block, each by its key: joined as a set, a plan made once would read every block of the slot. Which parties
-- are left in a block is found when it is looked through next (fill_block).
create function code.line_shrinks(p_slot bigint, p_tickets integer[])
returns void
language plpgsql as $$
declare
  gone record;
  left_waiting integer;
begin
  for gone in select * from code.line_blocks(p_tickets, null) loop
    update line_count set waiting = waiting - gone.people
    where slot_id = p_slot and level = gone.level and block = gone.block returning waiting into left_waiting;
    if left_waiting = 0 then
      delete from line_count where slot_id = p_slot and level = gone.level and block = gone.block;
    end if;
  end loop;

  insert into departure (slot_id, number, ticket)
  select p_slot, line.departed + leaving.position, leaving.ticket
  from slot_line as line cross join unnest(p_tickets) with ordinality as leaving (ticket, position)
  where line.slot_id = p_slot;
  update slot_line set waiting = waiting - cardinality(p_tickets), departed = departed + cardinality(p_tickets),
    rev = rev + 1 where slot_id = p_slot;
end
$$;

-- Entries that wait with a smaller ticket. At most 64 rows are read at each level below the top.
create function code.line_ahead(p_slot bigint, p_ticket integer)
returns integer
language plpgsql stable as $$
begin
  return (
    coalesce((select sum(waiting) from line_count
      where slot_id = p_slot and level = 2 and block < p_ticket >> 18), 0)
    + coalesce((select sum(waiting) from line_count
      where slot_id = p_slot and level = 1 and block >= (p_ticket >> 18) << 6 and block < p_ticket >> 12), 0)
    + coalesce((select sum(waiting) from line_count
      where slot_id = p_slot and level = 0 and block >= (p_ticket >> 12) << 6 and block < p_ticket >> 6), 0)
    + (select count(*) filter (where state in ('waiting', 'waitlisted')) from entry
      where slot_id = p_slot and ticket >= (p_ticket >> 6) << 6 and ticket < p_ticket)
  )::integer;
end
$$;

-- Everybody who waits, in ticket order; at most 64 rows are read for each, however many ended between them.
create function code.line_tickets(p_slot bigint)
returns integer[]
language plpgsql stable as $$
declare
  counted record;
  tickets integer[] := '{}';
begin
  for counted in select block from line_count where slot_id = p_slot and level = 0 order by block loop
    tickets := tickets || array(
      select ticket from entry where slot_id = p_slot and ticket >= counted.block << 6
        and ticket < (counted.block + 1) << 6 and state in ('waiting', 'waitlisted') order by ticket);
  end loop;
  return tickets;
end
$$;
