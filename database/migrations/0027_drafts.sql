-- A store is a draft until its host publishes it (decision 0024). A draft may lack anything; what is published has it
-- all. Rows of a process that knows no drafts are published. `revision` grows with each edit, so that two tabs lose
-- nothing; `rules` is what visitors must know.
alter table store
  alter column category drop not null,
  alter column starts_on drop not null,
  alter column ends_on drop not null,
  alter column opens_at drop not null,
  alter column closes_at drop not null,
  add column published_at timestamptz default clock_timestamp(),
  add column revision integer not null default 1,
  add column address text not null default '' check (length(address) <= 200),
  add column latitude double precision check (latitude between -90 and 90),
  add column longitude double precision check (longitude between -180 and 180),
  add column rules text not null default '' check (length(rules) <= 2000),
  drop constraint store_name_check,
  add constraint store_has_a_name check (length(name) <= 80 and (published_at is null or name <> '')),
  add constraint store_is_somewhere check ((latitude is null) = (longitude is null)),
  add constraint published_is_complete check (
    published_at is null or (category, starts_on, ends_on, opens_at, closes_at) is not null);
update store set published_at = created_at;

-- Only what is published can be there already: a draft neither takes a name nor tells that somebody has one.
alter table store drop constraint store_name_district_starts_on_key;
create unique index store_once on store (name, district, starts_on) where published_at is not null;
create index store_draft on store (owner_id) where published_at is null;
