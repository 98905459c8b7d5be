-- What somebody does not want by mail; a kind without a row is wanted, but for openings, which need consent (0015).
create table notification_setting (
  person_id bigint not null references person (id),
  kind text not null check (kind in ('reminder', 'host-notice')),
  wants_mail boolean not null,
  primary key (person_id, kind)
);

-- Which stores somebody wants to hear of.
create table store_follow (
  store_id bigint not null references store (id),
  person_id bigint not null references person (id),
  since timestamptz not null,
  primary key (store_id, person_id)
);
create index store_follow_person on store_follow (person_id, store_id);

-- What a host told everybody with a reservation to come. `told_to` is the last reservation that was looked at.
create table notice (
  id bigint generated always as identity primary key,
  store_id bigint not null references store (id),
  text text not null check (length(text) between 1 and 500),
  created_at timestamptz not null,
  told_to bigint not null default 0,
  told_at timestamptz
);
create index notice_store on notice (store_id, id);
create index notice_untold on notice (id) where told_at is null;

-- Reminders of a slot are written in pieces; this is the last ticket that was looked at, and when the last piece was.
alter table slot
  add column reminded_ticket integer not null default 0,
  add column reminded_at timestamptz;

-- Mails of a demo, which go nowhere else; the newest thousand.
create table mailbox (
  id bigint generated always as identity primary key,
  key text not null unique,
  person_id bigint not null,
  recipient text not null,
  subject text not null,
  html text not null,
  text text not null,
  attachments jsonb not null,
  at timestamptz not null
);
create index mailbox_person on mailbox (person_id);
