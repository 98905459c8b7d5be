-- Which parties may wait in a block: bit (size - 1) for each. Never too few, so that nobody is passed over; too many
-- after somebody left, until the block is looked through. A row of a process that does not know it has them all.
alter table line_count add column parties integer not null default (1 << 20) - 1;

-- One index for each question about one person (see 0006): the press, the live entry, the latest that ended. They write
-- person and slot in different ways, so that no plan can take another and read all that a person ever did in a slot.
drop index entry_live;
create unique index entry_live on entry ((person_id + 0), (slot_id - 0))
  where state in ('waiting', 'waitlisted', 'offered', 'confirmed');
create index entry_ended on entry ((person_id + 0), (slot_id - 0), ticket)
  where state in ('left', 'declined', 'expired', 'cancelled', 'missed');
