-- Purchase data of cells of people, never of a person (S33, S34). An import counts once it is finished; then the rows
-- of those before it go, and what they were stays written.
create table purchase_import (
  id bigint generated always as identity primary key,
  source text not null check (length(source) <= 500),
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  rows integer not null default 0,
  begun_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz
);

create table purchase (
  import_id bigint not null references purchase_import (id),
  number integer not null,
  month integer not null check (month % 100 between 1 and 12),
  sex text not null check (sex in ('F', 'M')),
  age smallint not null check (age between 1 and 5),
  region text not null,
  is_weekend boolean not null,
  is_afternoon boolean not null,
  category text not null,
  quantity integer not null,
  amount bigint not null,
  times integer not null check (times > 0),
  primary key (import_id, number)
);

-- What was learned, from which data, how it measured, and whether it is in use: one is live, refused ones never were.
create table model (
  id bigint generated always as identity primary key,
  made_at timestamptz not null default clock_timestamp(),
  import_id bigint not null references purchase_import (id),
  data_hash text not null,
  seed bigint not null,
  state text not null check (state in ('live', 'kept', 'refused')),
  parameters jsonb not null,
  metrics jsonb not null,
  learned jsonb not null
);
create unique index model_live on model (state) where state = 'live';
