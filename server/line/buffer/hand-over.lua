-- What the ledger has committed goes from Redis.
-- KEYS: the slot, the set of slots with work. ARGV: the slot's id, the epoch, the last ticket, who waits, who has left and
-- how many seats are free in the ledger; then for each ticket that is no entry of its own: it, its person, the ticket and
-- the party of the entry they have (0 for none).
-- Returns: how many presses are left; nothing where the epoch is another.
local base = KEYS[1]
local card = redis.call('HMGET', base .. ':card', 'epoch', 'due', 'departed')
if card[1] ~= ARGV[2] then return false end
local ours = base .. ':' .. card[1]
local people, stream, returned = ours .. ':people', ours .. ':stream', ours .. ':returned'
local last = tonumber(ARGV[3])
redis.call('XTRIM', stream, 'MINID', (last + 1) .. '-0')
redis.call('ZREMRANGEBYSCORE', returned, '-inf', last)
-- A worker that stood still comes with what the ledger was before others went on.
local due, departed = tonumber(card[2]), tonumber(card[3])
local isLatest = last + 1 > due or (last + 1 == due and tonumber(ARGV[5]) >= departed)
if isLatest then redis.call('HSET', base .. ':card', 'due', last + 1, 'waiting', ARGV[4], 'departed', ARGV[5]) end
for at = 7, #ARGV, 4 do
  local ticket, person, real, party = ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3]
  redis.call('HSET', people, 'of ' .. ticket, person .. ' ' .. real)
  if string.match(redis.call('HGET', people, person) or '', '^%d+') == ticket then
    redis.call('HDEL', people, person)
    if real ~= '0' then redis.call('HSET', people, person, real .. ' ' .. party .. ' -') end
  end
end
local left = redis.call('XLEN', stream) + redis.call('ZCARD', returned)
if left == 0 and isLatest then
  redis.call('HSET', base .. ':card', 'seats', ARGV[6], 'queue', ARGV[4])
  redis.call('SREM', KEYS[2], ARGV[1])
  redis.call('DEL', base .. ':lease')
end
return left
