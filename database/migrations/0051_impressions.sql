-- Which stores somebody was shown, where, why and by which model, and whose page they opened: of people alone who
-- agreed to it (`profile`), at most 100 rows of each a person and day, for 90 days (docs/recommendations.md). What came
-- of it is read from here and from reservations and entries. A model may be gone before what it showed is.
create table impression (
  person_id bigint not null references person (id),
  day date not null,
  place text not null check (place in ('home', 'similar')),
  store_id bigint not null references store (id) on delete cascade,
  rank smallint not null check (rank between 1 and 12),
  reason text not null check (reason ~ '^[a-zA-Z]{1,20}$'),
  model_id bigint,
  shown_at timestamptz not null,
  primary key (person_id, day, place, store_id)
);
create index impression_age on impression (shown_at);
create index impression_store on impression (store_id);

create table store_view (
  person_id bigint not null references person (id),
  day date not null,
  store_id bigint not null references store (id) on delete cascade,
  viewed_at timestamptz not null,
  primary key (person_id, day, store_id)
);
create index store_view_age on store_view (viewed_at);
create index store_view_store on store_view (store_id);
