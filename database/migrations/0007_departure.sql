-- Who left the line, numbered in the order in which they left: whoever knows their place as of departure n counts
-- themselves forward with those after it, on any server, exactly once (decision 0009). Goes with the line's data.
alter table slot_line add column departed integer not null default 0;

create table departure (
  slot_id bigint not null,
  number integer not null check (number > 0),
  ticket integer not null,
  primary key (slot_id, number)
);
