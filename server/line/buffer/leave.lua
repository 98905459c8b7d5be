-- Somebody leaves before the ledger has them. KEYS: the slot. ARGV: the person, the ticket, the key of the press.
-- Returns: left, ended (by another press before), or elsewhere: the ledger has them, will at any moment, or nobody does.
local card = redis.call('HMGET', KEYS[1] .. ':card', 'epoch', 'handed')
if not card[1] then return { 'elsewhere' } end
local people = KEYS[1] .. ':' .. card[1] .. ':people'
local mine = redis.call('HGET', people, ARGV[1]) or ''
local ticket, party, key = string.match(mine, '^(%d+) (%d+) %S+ ?(.*)$')
if ticket ~= ARGV[2] then return { 'elsewhere' } end
if key ~= '' then return { key == ARGV[3] and 'left' or 'ended', party } end
if tonumber(ticket) <= tonumber(card[2]) then return { 'elsewhere' } end
redis.call('HSET', people, ARGV[1], mine .. ' ' .. ARGV[3])
return { 'left', party }
