-- One room per store, named by it, opened with its first slots (S13). `last_seq` and `guests` are the last numbers that
-- were given; `rev` grows with every change but messages; `present` counts the guests who are there. Everything in a
-- room happens under its row's lock.
create table room (
  store_id bigint primary key references store (id),
  last_seq bigint not null default 0,
  rev bigint not null default 0,
  guests integer not null default 0,
  present integer not null default 0,
  pinned_seq bigint,
  slow_seconds integer not null default 0 check (slow_seconds between 0 and 60),
  spike_until timestamptz not null default '-infinity',
  words text[] not null default '{}' check (cardinality(words) <= 100)
);

-- Who was ever in a room, under a number that says nothing elsewhere. Present until `present_until`, as long as
-- `is_present` says so. `person_id` is null once the person was erased.
create table room_guest (
  store_id bigint not null references room (store_id),
  number integer not null,
  person_id bigint references person (id),
  is_present boolean not null default false,
  present_until timestamptz not null default '-infinity',
  read_seq bigint not null default 0,
  spoke_at timestamptz not null default '-infinity',
  muted_until timestamptz not null default '-infinity',
  primary key (store_id, number),
  unique (store_id, person_id)
);
create index room_guest_person on room_guest (person_id) where person_id is not null;
create index room_guest_present on room_guest (present_until) where is_present;
create index room_guest_muted on room_guest (store_id, muted_until) where muted_until > '-infinity';

-- Stored before it is shown; one order per room; what is sent again is not stored again (I8).
create table message (
  store_id bigint not null,
  seq bigint not null,
  kind text not null check (kind in ('join', 'talk', 'leave')),
  guest integer not null,
  others integer not null default 0,
  badge text check (badge in ('host', 'holder')),
  text text check (length(text) between 1 and 500),
  client_id uuid,
  at timestamptz not null,
  hidden_at timestamptz,
  primary key (store_id, seq),
  unique (store_id, client_id),
  foreign key (store_id, guest) references room_guest (store_id, number),
  check ((kind = 'talk') = (client_id is not null)),
  check ((kind = 'talk' and hidden_at is null) = (text is not null))
);
create index message_guest on message (store_id, guest);
create index message_at on message (at);
create index message_hidden on message (store_id, hidden_at desc) where hidden_at is not null;

-- What people found amiss, each once, until somebody has looked at it.
create table message_report (
  store_id bigint not null,
  seq bigint not null,
  guest integer not null,
  reason text not null check (reason in ('abuse', 'spam', 'personal-data', 'scalping', 'other')),
  at timestamptz not null,
  settled_at timestamptz,
  primary key (store_id, seq, guest),
  foreign key (store_id, seq) references message (store_id, seq) on delete cascade,
  foreign key (store_id, guest) references room_guest (store_id, number)
);
create index message_report_guest on message_report (store_id, guest);
create index message_report_open on message_report (store_id, at desc) where settled_at is null;

create function open_rooms() returns trigger
language plpgsql as $$
begin
  insert into room (store_id) select distinct store_id from added order by store_id on conflict do nothing;
  return null;
end
$$;
create trigger open_rooms after insert on slot referencing new table as added
  for each statement execute function open_rooms();
insert into room (store_id) select distinct store_id from slot;
