-- When a guest of a room was erased: pages that show what they said, or that they came, are told of the last ones.
alter table room_guest add column forgotten_at timestamptz;
create index room_guest_forgotten on room_guest (store_id, forgotten_at desc) where forgotten_at is not null;
