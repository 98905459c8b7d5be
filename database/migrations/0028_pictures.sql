-- Uploaded posters, re-encoded, under a random name that is never used again: a browser keeps one for ever. In the
-- database, so that every process has them. `picture` is the newest upload; the store may still show generated art.
create table picture (
  name text not null check (name ~ '^[A-Za-z0-9_-]{22}$'),
  size text not null check (size in ('full', 'card')),
  store_id bigint not null references store (id),
  made_at timestamptz not null,
  bytes bytea not null check (octet_length(bytes) <= 2000000),
  primary key (name, size)
);
create index picture_store on picture (store_id, made_at);
alter table picture alter column bytes set storage external;
alter table store
  add column picture text,
  add column shows_picture boolean not null default false,
  add constraint shown_picture_is_there check (not shows_picture or picture is not null);

-- A slot that its host has closed: nobody comes any more, and whoever held a place there was told.
alter table slot add column closed_at timestamptz;
