-- Messages to be sent, written in the transaction that caused them; one of a kind for a ticket (I7).
create table outbox (
  id bigint generated always as identity primary key,
  kind text not null,
  slot_id bigint not null,
  ticket integer not null,
  person_id bigint not null,
  created_at timestamptz not null,
  sent_at timestamptz,
  unique (slot_id, ticket, kind)
);
create index outbox_unsent on outbox (id) where sent_at is null;
