-- The tickets of a store's slots that were given before its opening: `came` counts those since.
alter table opening add column tickets_before bigint not null default 0;
