-- What sends the outbox (decision 0018). A message is due from `due_at` on, which is also the lease of the relay that
-- took it; while `sending_until` is to come it may be on its way to the mail server. `settled_at` and `outcome` end it;
-- `trouble` says in a word why the last try came to nothing, never an address. `cause` names what a message is about
-- that is about no ticket: a notice or a store, by its kind.
alter table outbox
  alter column slot_id drop not null,
  alter column ticket drop not null,
  add column cause bigint,
  add column due_at timestamptz not null default '-infinity',
  add column tries smallint not null default 0,
  add column sending_until timestamptz,
  add column settled_at timestamptz,
  add column outcome text
    check (outcome in ('sent', 'withdrawn', 'no-address', 'switched-off', 'night', 'dead')),
  add column trouble text check (length(trouble) <= 80),
  add column read_at timestamptz,
  add constraint outbox_is_about_one_thing
    check ((slot_id is null) = (ticket is null) and (slot_id is null) = (cause is not null)),
  add constraint outbox_ends_in_one_way check ((settled_at is null) = (outcome is null));
update outbox set settled_at = sent_at, outcome = 'sent' where sent_at is not null;

-- The one index a join writes for the relay, in the place of the one it wrote before.
drop index outbox_unsent;
create index outbox_due on outbox (due_at, id) where settled_at is null;
create unique index outbox_cause on outbox (person_id, kind, cause) where cause is not null;
create index outbox_dead on outbox (id) where outcome = 'dead';

-- What language we write to somebody in; null until a browser of theirs said so.
alter table person add column language text check (language in ('ko', 'en'));
