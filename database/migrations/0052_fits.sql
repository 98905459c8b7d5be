-- Each time something is learned: by whom it was asked for is in the audit log. One at a time, whichever process does
-- it; one that has said nothing for ten minutes ended with its process.
create table fit (
  id bigint generated always as identity primary key,
  begun_at timestamptz not null,
  told_at timestamptz not null,
  phase text not null default 'reading' check (phase in ('reading', 'judging', 'learning')),
  rows integer not null default 0,
  ended_at timestamptz,
  model_id bigint,
  trouble text check (length(trouble) <= 200)
);
create unique index fit_running on fit ((true)) where ended_at is null;

-- What a model learned from: imported purchases, or what people did here, on top of those where there are any.
alter table model
  alter column import_id drop not null,
  add column learned_from text not null default 'purchases' check (learned_from in ('purchases', 'own'));
