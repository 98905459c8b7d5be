-- What hosts, staff and operators did: who, what, on what, when, and coarsely from where (decision 0013). A row is
-- written in the transaction of the deed, by code.note_deed, and stays as it is. No foreign keys: what it speaks of may
-- be gone.
create table audit (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  person_id bigint,
  role text not null check (role in ('host', 'staff', 'operator')),
  deed text not null check (deed ~ '^[a-z-]{1,40}$'),
  subject text not null check (subject ~ '^[a-z]{1,20}:[0-9]{1,19}$'),
  details jsonb not null default '{}',
  network text
);
create index audit_person on audit (person_id, id);
create index audit_subject on audit (subject, id);
create index audit_spoken_of on audit ((details ->> 'person')) where details ? 'person';

-- Refuses every change but two, both only in a transaction that said `set local popline.erasing = 'on'`: a person is
-- taken out of a row (person_id and network become null, details lose `person`), and rows older than two years go.
create function refuse_audit_change() returns trigger
language plpgsql as $$
begin
  if current_setting('popline.erasing', true) = 'on' then
    if tg_op = 'DELETE' and old.at < clock_timestamp() - interval '2 years' then return old; end if;
    if tg_op = 'UPDATE'
      and (new.id, new.at, new.role, new.deed, new.subject) = (old.id, old.at, old.role, old.deed, old.subject)
      and coalesce(new.person_id, old.person_id) is not distinct from old.person_id
      and coalesce(new.network, old.network) is not distinct from old.network
      and (new.details = old.details or new.details = old.details - 'person')
    then return new; end if;
  end if;
  raise exception 'the audit log is only ever appended to' using errcode = 'insufficient_privilege';
end
$$;
create trigger audit_rows_stay before update or delete on audit
  for each row execute function refuse_audit_change();
create trigger audit_stays before truncate on audit
  for each statement execute function refuse_audit_change();
