-- How many tickets were given to presses. Walk-ins and those who moved to another time have tickets as well, and after
-- Redis lost some their numbers go on further behind.
alter table slot_line add column joined integer not null default 0;
update slot_line set joined = greatest(0, next_ticket - 1 - (
  select count(*) from reservation
  where reservation.slot_id = slot_line.slot_id and ticket < next_ticket
    and (is_walk_in or exists (select from reservation as before where before.moved_to = reservation.id))))
where next_ticket > 1;
