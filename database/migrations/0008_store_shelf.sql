-- The shelf in its other orders: openings soonest first, and newest first within a category or a district.
create index store_opening on store (opens_at, id);
create index store_category on store (category, id);
create index store_district on store (district, id);
