-- Browsers that show our notifications to their person (Web Push, decision 0020): where to send to, and the keys that
-- what is sent is sealed with. One belongs to the session it was given in and is silent once that has ended.
create table push_device (
  id bigint generated always as identity primary key,
  person_id bigint not null references person (id),
  session_id uuid not null references session (id) on delete cascade,
  endpoint text not null unique check (length(endpoint) between 10 and 1000),
  p256dh text not null check (length(p256dh) = 87),
  auth text not null check (length(auth) = 22),
  since timestamptz not null
);
create index push_device_person on push_device (person_id);
create index push_device_session on push_device (session_id);

-- Each kind has a switch for mail and one for push. A row that only says something of the one leaves the other on.
alter table notification_setting
  alter column wants_mail set default true,
  add column wants_push boolean not null default true;
