-- The transaction that ended the first look at whom a notice is for. When all before it are over, whoever had booked
-- when it was written can be seen, and it looks again (decision 0019).
alter table notice add column looked_by xid8;
