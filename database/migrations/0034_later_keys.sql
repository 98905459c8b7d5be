-- A join that is answered with an entry another press made keeps its key here too, behind its slot's number: the key of
-- a press has up to 80 characters.
alter table press drop constraint press_key_check;
alter table press add constraint press_key_check check (length(key) between 1 and 100);
