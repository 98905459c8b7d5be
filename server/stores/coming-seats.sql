-- The one way of counting the seats of a store, for its card and its live opening. PostgreSQL writes both functions
-- into the statement that calls them, which then uses the index of a store's lines (migration 0031).

-- Whether a slot is to come: it has not begun; null of one that its host closed, which begins never.
create function code.is_to_come(p_line slot_line, p_now timestamptz)
returns boolean language sql immutable as $$
  select p_line.slot_starts_at > p_now
$$;

-- What a newcomer could take of a slot: in strict order nobody passes whoever waits.
create function code.seats_left(p_line slot_line, p_fills_gaps boolean)
returns integer language sql immutable as $$
  select case when p_line.waiting > 0 and not p_fills_gaps then 0 else greatest(p_line.capacity - p_line.held, 0) end
$$;
