-- What people agreed to or took back, in which version of the text; appended, and gone with the person.
create table consent (
  id bigint generated always as identity primary key,
  person_id bigint not null references person (id),
  kind text not null check (kind ~ '^[a-z0-9-]{1,40}$'),
  version text not null check (length(version) between 1 and 40),
  is_given boolean not null,
  at timestamptz not null
);
create index consent_person on consent (person_id, id);

-- Since when a person is being erased (decision 0015). Whoever was erased keeps no row. What others need stays without
-- them: seats under the negative of their ticket, stores with nobody, who is person 0.
alter table person add column erasing_since timestamptz;
create index person_erasing on person (erasing_since) where erasing_since is not null;
insert into person (id, issuer, subject, name, role) overriding system value
values (0, 'popline', 'nobody', '-', 'visitor');

create index outbox_person on outbox (person_id);
create index reservation_age on reservation (created_at) where person_id > 0;
