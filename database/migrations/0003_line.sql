-- The ledger of seats (DESIGN §4). Nothing here has a foreign key: every row is written under the slot_line lock by the
-- line's functions, and a key check would cost each join a second row lock.
create table slot_line (
  slot_id bigint primary key,
  capacity integer not null check (capacity between 1 and 1000000),
  held integer not null default 0,
  waiting integer not null default 0 check (waiting >= 0),
  next_ticket integer not null default 1,
  most_waiting integer not null default 10000,
  paused boolean not null default false,
  entrance text not null default 'direct' check (entrance in ('direct', 'buffered')),
  epoch integer not null default 1,
  rev bigint not null default 0,
  constraint never_one_seat_too_many check (held between 0 and capacity)
) with (fillfactor = 20);

create type entry_state as enum (
  'waiting', 'waitlisted', 'offered', 'confirmed', 'left', 'declined', 'expired', 'cancelled', 'missed'
);

create table entry (
  slot_id bigint not null,
  ticket integer not null check (ticket > 0),
  person_id bigint not null,
  party_size smallint not null check (party_size between 1 and 20),
  state entry_state not null,
  press_key text not null,
  joined_at timestamptz not null,
  offer_expires_at timestamptz,
  check ((state = 'offered') = (offer_expires_at is not null)),
  primary key (slot_id, ticket)
);
-- I3: one live entry per person and slot. I9: one entry per press.
create unique index entry_live on entry (person_id, slot_id)
  where state in ('waiting', 'waitlisted', 'offered', 'confirmed');
create unique index entry_press on entry (person_id, slot_id, press_key);
create index entry_offer_due on entry (slot_id, offer_expires_at) where state = 'offered';

-- How many wait in each block of 64, 4,096 and 262,144 tickets; a block without anybody has no row.
create table line_count (
  slot_id bigint not null,
  level smallint not null check (level between 0 and 2),
  block integer not null,
  waiting integer not null check (waiting >= 0),
  primary key (slot_id, level, block)
) with (fillfactor = 50);
