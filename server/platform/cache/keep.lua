-- Keeps a value, unless its group was forgotten since its load began. Forgetting is DEL of the epoch: a lost epoch, by
-- eviction or with all data, refuses what is under way and hides what is kept, and a new one is like no other.
-- KEYS: the group's epoch; the value.
-- ARGV: the epoch in which the load began; how long that is remembered; the value's text; for how long it is fresh,
-- both in milliseconds.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
redis.call('SET', KEYS[2], ARGV[1] .. ARGV[3], 'PX', ARGV[4])
