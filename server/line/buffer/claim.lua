-- Hands the one worker of a slot its next presses, in ticket order: those who came back from a lost epoch first.
-- KEYS: the slot, the set of slots with work. ARGV: the slot's id, the worker, the lease it may take over, most presses.
-- Returns: what there is to do, the lease, the epoch, then the presses, each with 1 where its person left since.
local base = KEYS[1]
local card = redis.call('HMGET', base .. ':card', 'epoch', 'recovering', 'shift', 'handed')
if not card[1] then
  redis.call('SREM', KEYS[2], ARGV[1])
  return { 'idle', '' }
end
local ours = base .. ':' .. card[1]
local people, stream, returned = ours .. ':people', ours .. ':stream', ours .. ':returned'
local lease = redis.call('GET', base .. ':lease') or ''
local owner, beat = string.match(lease, '^(%S+) (%d+)$')
if owner and owner ~= ARGV[2] and lease ~= ARGV[3] then return { 'held', lease } end
lease = ARGV[2] .. ' ' .. (tonumber(beat or '0') + 1)
redis.call('SET', base .. ':lease', lease, 'EX', 3600)

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000) + tonumber(card[3])
if now < tonumber(card[2]) then return { 'wait', lease } end
local waiting = redis.call('ZRANGE', returned, 0, ARGV[4] - 1)
if #waiting == 0 then
  for place, item in ipairs(redis.call('XRANGE', stream, '-', '+', 'COUNT', ARGV[4])) do
    waiting[place] = string.match(item[1], '^%d+') .. ' ' .. item[2][2]
  end
end
if #waiting == 0 then
  redis.call('SREM', KEYS[2], ARGV[1])
  redis.call('DEL', base .. ':lease')
  return { 'idle', '' }
end
local work = { 'work', lease, card[1] }
for place, item in ipairs(waiting) do
  local ticket, person = string.match(item, '^(%d+) (%S+)')
  local mine, leave = string.match(redis.call('HGET', people, person) or '', '^(%d+) %d+ %S+ ?(.*)$')
  work[place + 3] = ((mine == ticket and leave == '') and '0 ' or '1 ') .. item
end
-- From here on whoever leaves does so in the ledger.
local last = string.match(waiting[#waiting], '^%d+')
redis.call('HSET', base .. ':card', 'handed', math.max(tonumber(card[4]), tonumber(last)))
return work
