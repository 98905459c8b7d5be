-- Sessions are rows, so that each can be ended on the server and shown to its owner. An ended one stays for a while, so
-- that every process learns of it. `person.session_version` is no longer read; it goes one release later.
create table session (
  id uuid primary key,
  person_id bigint not null references person (id),
  browser text not null,
  system text not null,
  started_at timestamptz not null default clock_timestamp(),
  last_seen_at timestamptz not null default date_trunc('hour', clock_timestamp()),
  ended_at timestamptz
);
create index session_person on session (person_id, started_at);
create index session_ended on session (ended_at) where ended_at is not null;

-- Each sign-in at Kakao ends once, on whichever process: its state is written here when it comes back.
create table used_sign_in (
  state text primary key check (length(state) <= 100),
  used_at timestamptz not null default clock_timestamp()
);
create index used_sign_in_age on used_sign_in (used_at);
