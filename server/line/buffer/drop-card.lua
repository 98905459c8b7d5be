-- Takes away a card of an epoch that is over: the ledger gives the slot's tickets. KEYS: the slot. ARGV: the epoch that
-- is. Returns: whether there was one.
local epoch = tonumber(redis.call('HGET', KEYS[1] .. ':card', 'epoch') or ARGV[1])
if epoch >= tonumber(ARGV[1]) then return 0 end
return redis.call('DEL', KEYS[1] .. ':card')
