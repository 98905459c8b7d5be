-- The shelf in its other orders: openings soonest first, and newest first within a category or a district.
create index store_opening on store (opens_at, id);
create index store_category on store (category, id);
create index store_district on store (district, id);

-- How many stores of its category were there before it: its poster's family goes round with this number. Null (a row
-- of a process that does not know it yet) reads as the id.
alter table store add column number_in_category integer;
update store set number_in_category = numbered.place
from (select id, row_number() over (partition by category order by id) - 1 as place from store) as numbered
where store.id = numbered.id;
