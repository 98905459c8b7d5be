-- Each opening of a store, with what is told of it when it is over. The report speaks of nobody, so it stays. `came`
-- and `changed_at` say when somebody last came or was refused: the opening is over when its line has been quiet.
create table opening (
  id bigint generated always as identity primary key,
  store_id bigint not null references store (id),
  opens_at timestamptz not null,
  came bigint not null default 0,
  changed_at timestamptz not null,
  closed_at timestamptz,
  report jsonb,
  check ((closed_at is null) = (report is null)),
  unique (store_id, opens_at)
);
create index opening_of_store on opening (store_id, id);
create index opening_runs on opening (id) where closed_at is null;

-- What one process counted of one slot during an opening, in full each time it is written, so that writing it twice
-- adds nothing. Goes when the report is stored.
create table opening_tally (
  id uuid primary key,
  opening_id bigint not null references opening (id),
  slot_id bigint not null,
  fresh integer not null,
  repeats integer not null,
  overtaken integer not null,
  overtaken_ms real not null,
  refusals jsonb not null,
  latencies integer[] not null
);
create index opening_tally_opening on opening_tally (opening_id, slot_id);
