-- Somebody's ticket in a slot. KEYS: the slot. ARGV: the person, a ticket that may be no entry of its own (0).
-- Returns: as take-tickets.lua says of the slot; the ticket of theirs with its party, its key and the key it was left
-- with, empty for none; the ticket of the entry that the ticket asked about stands for. Nothing where there is no card.
local card = redis.call('HMGET', KEYS[1] .. ':card', 'epoch', 'first', 'due', 'next', 'waiting', 'departed', 'handed',
  'recovering')
if not card[1] then return {} end
local ours = KEYS[1] .. ':' .. card[1]
local facts = {}
for place, value in ipairs(card) do facts[place] = tonumber(value) end
table.insert(facts, 8, redis.call('ZCOUNT', ours .. ':returned', facts[3], '+inf'))
local stands = redis.call('HGET', ours .. ':people', 'of ' .. ARGV[2]) or ''
local person, real = string.match(stands, '^(%S+) (%d+)$')
return { facts, redis.call('HGET', ours .. ':people', ARGV[1]) or '', person == ARGV[1] and real or '' }
