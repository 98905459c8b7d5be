-- One way to each row, whatever a plan knows of the table's size. One made while the table is empty finds every index
-- equally cheap, is kept, and then reads all live entries for one place. So a query by slot and ticket can only use the
-- primary key, and one by person writes (slot_id + 0), which only these two can answer.
drop index entry_live;
drop index entry_press;
create unique index entry_live on entry (person_id, (slot_id + 0))
  where state in ('waiting', 'waitlisted', 'offered', 'confirmed');
create unique index entry_press on entry (person_id, (slot_id + 0), press_key);
