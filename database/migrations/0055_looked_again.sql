-- The last time of the day that somebody opened a store's page, where it was not the first: what came of a store that
-- was shown is a look after it, and there may have been one before.
alter table store_view add column again_at timestamptz;
