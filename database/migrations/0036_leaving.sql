-- Links to cut at Kakao, each of somebody who has left (decision 0033): written with the beginning of the erasure, gone
-- with the link, after a number of tries, or after two days. It names the account there and nobody here.
create table unlinking (
  id bigint generated always as identity primary key,
  issuer text not null,
  subject text not null,
  left_at timestamptz not null,
  due_at timestamptz not null,
  tries smallint not null default 0,
  unique (issuer, subject)
);
create index unlinking_due on unlinking (due_at);

-- A deed may be done to a person, whose number stands in `subject` then: taken out, it is done to person 0, nobody.
create or replace function refuse_audit_change() returns trigger
language plpgsql as $$
begin
  if current_setting('popline.erasing', true) = 'on' then
    if tg_op = 'DELETE' and old.at < clock_timestamp() - interval '2 years' then return old; end if;
    if tg_op = 'UPDATE'
      and (new.id, new.at, new.role, new.deed) = (old.id, old.at, old.role, old.deed)
      and (new.subject = old.subject or (old.subject like 'person:%' and new.subject = 'person:0'))
      and coalesce(new.person_id, old.person_id) is not distinct from old.person_id
      and coalesce(new.network, old.network) is not distinct from old.network
      and (new.details = old.details or new.details = old.details - 'person')
    then return new; end if;
  end if;
  raise exception 'the audit log is only ever appended to' using errcode = 'insufficient_privilege';
end
$$;

-- The codes of shared/people-codes.ts, which form, API and model have (D28), are the database's too. Rows of before
-- came through the API, so nothing is read to look at them.
alter table person
  add constraint person_sex check (sex in ('F', 'M')) not valid,
  add constraint person_birth_year check (birth_year between 1900 and 2200) not valid,
  add constraint person_region check (region in ('11', '26', '27', '28', '29', '30', '31', '50', '41', '42', '43',
    '44', '45', '46', '47', '48', '49')) not valid;
