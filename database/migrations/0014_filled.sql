-- When the seats of a slot were first all taken: what everybody is told who finds it sold out. A row is written once.
alter table slot_line add column filled_at timestamptz;

create function note_filled() returns trigger language plpgsql as $$
begin
  new.filled_at := clock_timestamp();
  return new;
end
$$;

create trigger note_filled before update of held on slot_line for each row
  when (new.held >= new.capacity and old.filled_at is null) execute function note_filled();
