-- Makes or renews the card of a slot: what its rules and its line are, as the database says.
-- KEYS: the slot. ARGV: 1 where the card may be made; the database's clock in ms; the epoch; the next ticket that it
-- can know; then names and values of the card.
-- Returns: the epoch of the card that is there, or the later one in which the ledger gives the tickets (drop-card.lua);
-- 0 where there is none of this epoch or a later one, -1 where Redis has
-- lost tickets that the database knows, -2 where it gives none any more in this epoch, and the database has all.
local name = KEYS[1] .. ':card'
local mayMake, now, epoch, next = ARGV[1] == '1', tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local kept = redis.call('HMGET', name, 'epoch', 'next', 'due', 'departed', 'last', 'shift')
local known = tonumber(kept[1] or '0')
local latest = math.max(known, tonumber(redis.call('GET', KEYS[1] .. ':over') or '0'))
if latest > epoch then return latest end
if known < epoch then
  if not mayMake then return 0 end
  redis.call('DEL', name)
  redis.call('HSET', name, 'epoch', epoch, 'next', next, 'handed', 0)
elseif tonumber(kept[2]) < next then
  return -1
end
local time = redis.call('TIME')
local here = time[1] * 1000 + math.floor(time[2] / 1000)
local ours = KEYS[1] .. ':' .. epoch
local isIdle = known < epoch
  or (tonumber(kept[2]) == next and redis.call('ZCARD', ours .. ':returned') == 0)
local card = {}
for place = 5, #ARGV, 2 do card[ARGV[place]] = ARGV[place + 1] end
-- What was read before a batch came to the ledger says nothing of the line: places would seem unwritten again.
local isOld = known == epoch
  and (tonumber(card.due) < tonumber(kept[3]) or tonumber(card.departed) < tonumber(kept[4])
    or tonumber(card.last) < tonumber(kept[5]))
if isOld then card.due, card.last, card.waiting, card.departed, card.free = nil, nil, nil, nil, nil end
-- Nobody came only where nobody has a ticket here either: the ledger was away, or is restored to what it was before.
if card.quiet == '1' and known == epoch and isIdle then card.ending = '1' end
card.quiet = nil
-- Once no ticket is to be given in an epoch none is, whatever was read before: the ledger may be giving them by then.
if known == epoch and card.ending == '0' then card.ending = nil end
for key, value in pairs(card) do redis.call('HSET', name, key, value) end
-- `seats` and `queue` are the line as it will be when all that was given a ticket is in the ledger.
if isIdle and not isOld then redis.call('HSET', name, 'seats', card.free, 'queue', card.waiting) end
-- Never ahead of the database: what was read there is older by the way of this message. Of two reads one is older than
-- the other by 250 ms at most: for that alone a slot that has opened is not closed again, nor is a minute over twice.
local before = known == epoch and here + tonumber(kept[6]) or now
local function isCrossed(moment) return now < tonumber(moment) and tonumber(moment) <= before end
local isAgain = isCrossed(card.opens) or isCrossed(card.closes) or isCrossed(card.recovering)
local shift = isAgain and before - now <= 250 and tonumber(kept[6]) or now - here
redis.call('HSET', name, 'shift', shift)
-- All of a slot's data goes an hour after it began.
redis.call('PEXPIREAT', name, math.floor(card.starts - shift + 3600000))
local unwritten = redis.call('XLEN', ours .. ':stream') + redis.call('ZCARD', ours .. ':returned')
local isEnding = redis.call('HGET', name, 'ending') == '1' and now >= tonumber(card.recovering)
return (isEnding and unwritten == 0) and -2 or epoch
