create type reservation_state as enum ('confirmed', 'cancelled', 'checked_in', 'completed', 'no_show');

-- A seat that is somebody's. It carries its own ticket and party, since line data goes when the slot is over.
create table reservation (
  id bigint generated always as identity primary key,
  slot_id bigint not null,
  ticket integer not null,
  person_id bigint not null,
  party_size smallint not null check (party_size between 1 and 20),
  state reservation_state not null default 'confirmed',
  created_at timestamptz not null,
  cancelled_at timestamptz,
  removed_at timestamptz,
  check ((state = 'cancelled') = (cancelled_at is not null)),
  unique (slot_id, ticket)
);
create index reservation_person on reservation (person_id, id);
