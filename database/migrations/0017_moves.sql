-- A host may close a slot's waiting list to newcomers; most_waiting is its cap. Read with the rest of the row, written
-- by the host only (decision 0017).
alter table slot_line add column list_open boolean not null default true;

-- The reservation that took the place of one that was moved to another slot.
alter table reservation add column moved_to bigint;
