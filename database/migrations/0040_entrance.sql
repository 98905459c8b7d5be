-- The buffered entrance (decision 0039). An epoch is one life of a slot's data in Redis: in it tickets are given from
-- `first_of_epoch` to `last_of_epoch` at the most, and all that an epoch may have given are behind those of the last.
-- Until `recovering_until` those who hold receipts of a lost epoch come back. `asides` are the tickets that the
-- database gave by itself meanwhile. All of it changes under the row's lock, and only when an entrance does: none of
-- these columns is in an index but `entrance` itself, so that updates by joins stay HOT.
alter table slot_line
  add column first_of_epoch integer not null default 1,
  add column last_of_epoch integer not null default 0,
  add column entrance_since timestamptz,
  add column recovering_until timestamptz,
  add column asides integer not null default 0;
create index slot_line_buffered on slot_line (slot_id) where entrance = 'buffered';
