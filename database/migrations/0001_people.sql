-- People, and the presses that were remembered for them (DESIGN §4, idempotency).
create table person (
  id bigint generated always as identity primary key,
  issuer text not null,
  subject text not null,
  name text not null check (length(name) between 1 and 40),
  role text not null check (role in ('visitor', 'host', 'operator')),
  session_version integer not null default 1,
  created_at timestamptz not null default clock_timestamp(),
  unique (issuer, subject)
);

-- One press, one effect (I9): written in the transaction of the effect, kept 24 hours. Refusals are never remembered.
create table press (
  person_id bigint not null,
  key text not null check (length(key) between 1 and 80),
  body_hash text not null,
  answer jsonb,
  created_at timestamptz not null default clock_timestamp(),
  primary key (person_id, key)
);
create index press_age on press (created_at);
