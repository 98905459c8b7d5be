-- Staff of a store. They come by invitation: a code that is used once and of which only the hash is kept. A row here is
-- an invitation that is open; one that was used or withdrawn is gone, and the audit log knows of it.
create table staff (
  store_id bigint not null references store (id),
  person_id bigint not null references person (id),
  since timestamptz not null,
  primary key (store_id, person_id)
);
create index staff_person on staff (person_id, store_id);

create table staff_invitation (
  id bigint generated always as identity primary key,
  store_id bigint not null references store (id),
  code_hash text not null unique check (code_hash ~ '^[0-9a-f]{64}$'),
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index staff_invitation_store on staff_invitation (store_id, id);

-- The stores that are somebody's.
create index store_owner on store (owner_id, id);
