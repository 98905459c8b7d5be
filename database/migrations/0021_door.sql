-- The door: when a party was let in, who came without a reservation, and whose seat went on because they did not come.
-- Who let them in is what the audit log says of the reservation.
alter table reservation
  add column checked_in_at timestamptz,
  add column is_walk_in boolean not null default false,
  add column seat_released boolean not null default false;
create index reservation_came on reservation (slot_id) where checked_in_at is not null;

-- How long after the beginning somebody is still waited for, and whether the seats of those who did not come are free
-- again for whoever stands at the door.
alter table store
  add column grace_minutes integer not null default 30 check (grace_minutes between 0 and 240),
  add column releases_no_shows boolean not null default false;

-- When it was written down who did not come; never for slots from before there was a door.
alter table slot add column no_shows_at timestamptz;
update slot set no_shows_at = ends_at where ends_at <= clock_timestamp();
create index slot_no_shows_due on slot (starts_at) where no_shows_at is null;
