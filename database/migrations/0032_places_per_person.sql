-- In how many slots of a store to come somebody may have a seat or a place in line at once; null for as many as they
-- like. Whoever has more already keeps them.
alter table store add column places_per_person smallint check (places_per_person between 1 and 20);
