-- How often a reservation has changed for whoever has it in a calendar: another slot, another party, cancelled. A
-- calendar replaces an event by one of the same name with a higher number. Kept by the database, so that no way of
-- changing a reservation can forget it.
alter table reservation
  add column revision integer not null default 0,
  add column revised_at timestamptz;
update reservation set revision = 1, revised_at = cancelled_at where state = 'cancelled';

create function note_revision() returns trigger language plpgsql as $$
begin
  new.revision := old.revision + 1;
  new.revised_at := clock_timestamp();
  return new;
end
$$;

create trigger note_revision before update of slot_id, party_size, state on reservation for each row
  when ((new.slot_id, new.party_size, new.state = 'cancelled')
    is distinct from (old.slot_id, old.party_size, old.state = 'cancelled'))
  execute function note_revision();
