-- Takes away a card of an epoch that is over: the ledger gives the slot's tickets. What is left until the card would
-- have ended is the epoch that is, so that no older card comes late. KEYS: the slot. ARGV: that epoch.
-- Returns: whether there was one.
local name = KEYS[1] .. ':card'
local epoch = tonumber(redis.call('HGET', name, 'epoch') or ARGV[1])
if epoch >= tonumber(ARGV[1]) then return 0 end
redis.call('SET', KEYS[1] .. ':over', ARGV[1], 'PX', math.max(1, redis.call('PTTL', name)))
return redis.call('DEL', name)
