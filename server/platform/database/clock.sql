-- The clock that decides openings, offers and starts. Tests replace it; nothing else does.
create function code.clock()
returns timestamptz
language sql volatile as $$ select clock_timestamp() $$;
