-- Popup stores and their slots. Moments are stored in UTC; days and times of day mean the store's own zone (D23).
create table store (
  id bigint generated always as identity primary key,
  owner_id bigint not null references person (id),
  name text not null check (length(name) between 1 and 80),
  bio text not null default '',
  category text not null,
  district text not null,
  starts_on date not null,
  ends_on date not null,
  time_zone text not null default 'Asia/Seoul',
  opens_at timestamptz not null,
  closes_at timestamptz not null,
  largest_party integer not null default 4 check (largest_party between 1 and 20),
  fills_gaps boolean not null default false,
  offer_minutes integer not null default 0 check (offer_minutes between 0 and 1440),
  created_at timestamptz not null default clock_timestamp(),
  check (starts_on <= ends_on),
  check (opens_at < closes_at),
  unique (name, district, starts_on)
);

-- line_phase: 0 the line is open or to come, 1 whoever still waited has missed it, 2 the line's data is gone (S27).
create table slot (
  id bigint generated always as identity primary key,
  store_id bigint not null references store (id),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  line_phase smallint not null default 0 check (line_phase between 0 and 2),
  check (starts_at < ends_at),
  unique (store_id, starts_at)
);
create index slot_due on slot (starts_at) where line_phase < 2;
