-- A returned seat is offered for an hour where the host says nothing (decision 0016). Stores that exist keep theirs.
alter table store alter column offer_minutes set default 60;

-- Whose page was open until when, of those who wait: their offers are short. Written in batches by every process, read
-- one row for each offer. Nothing is lost with it, so it is not in the write-ahead log.
create unlogged table presence (
  person_id bigint primary key,
  until timestamptz not null
) with (fillfactor = 50);
