-- Which moment an opening was when people were told that it is soon: put off, it is told again (decision 0029). Null
-- for whatever else a message is about, and in what a process of before wrote.
alter table outbox add column cause_at timestamptz;
-- Of what was told before: whose opening has not been moved since.
update outbox set cause_at = store.opens_at
from store
where outbox.kind = 'opening-soon' and store.id = outbox.cause
  and outbox.created_at >= store.opens_at - interval '10 minutes';

drop index outbox_cause;
create unique index outbox_cause on outbox (person_id, kind, cause, cause_at) nulls not distinct
  where cause is not null;
