-- Gives a batch of presses of one slot their tickets, by the rules on its card, as `admit` would without Redis.
-- KEYS: the slot, the set of slots with work. ARGV: the slot's id; then for each press: person, party, key, the ticket of
-- theirs that has ended in the ledger, or lives there where it is negative (0), that of their receipt (0), and 1 where the
-- ledger has no entry for it.
-- Returns: epoch, first ticket of it, first ticket that the ledger does not have, next ticket, who waits in the ledger,
-- who has left it, the last ticket that was handed out to be written, how many came back, until when they may (0 where
-- nothing was lost before); then for each press what became of it. Nothing where there is no card.
local base = KEYS[1]
local name = base .. ':card'
local fields = { 'epoch', 'first', 'last', 'due', 'next', 'waiting', 'departed', 'opens', 'closes', 'recovering',
  'shift', 'largest', 'most', 'open', 'paused', 'gaps', 'seats', 'queue', 'starts',
  'handed', 'ending' }
local card = {}
for place, value in ipairs(redis.call('HMGET', name, unpack(fields))) do card[fields[place]] = tonumber(value) end
if not card.epoch then return {} end
local ours = base .. ':' .. card.epoch
local people, presses = ours .. ':people', ours .. ':presses'
local stream, returned = ours .. ':stream', ours .. ':returned'
local time = redis.call('TIME')
local here = time[1] * 1000 + math.floor(time[2] / 1000)
local now = here + card.shift
local mostKeys = 200

-- One press more of somebody that is answered with this ticket; the keys of one person are bounded.
local function remember(person, key, ticket, party)
  if redis.call('HINCRBY', presses, person, 1) <= mostKeys then
    redis.call('HSET', presses, person .. ' ' .. key, ticket .. ' ' .. party)
  end
end

-- Takes a seat, or a place in the line, of those that will be left when all who came before are in the ledger.
local function foresee(party)
  local isSeated = card.paused == 0 and (card.gaps == 1 or card.queue == 0) and party <= card.seats
  if isSeated then card.seats = card.seats - party else card.queue = card.queue + 1 end
  return isSeated
end

local function refusal(party)
  if card.ending == 1 then return 'ending' end
  if now < card.opens then return 'refused not-open ' .. math.ceil(card.opens - now) end
  if now >= card.closes then return 'refused closed' end
  if party > card.largest then return 'refused party-too-large' end
  if card.recovering > now then return 'refused recovering ' .. math.ceil(card.recovering - now) end
  if card.next > card.last then return 'refused line-full' end
  local before = card.queue
  if foresee(party) or (card.open == 1 and before < card.most) then return nil end
  card.queue = before
  return card.open == 0 and 'refused list-closed' or 'refused line-full'
end

local function press(person, party, key, checked, receipt, isNew)
  local same = redis.call('HGET', presses, person .. ' ' .. key)
  local mine = redis.call('HGET', people, person)
  local ticket, size, first, leave = string.match(mine or '', '^(%d+) (%d+) (%S+) ?(.*)$')
  if same and tonumber(string.match(same, '^%d+')) ~= checked then
    local stands = ticket == string.match(same, '^%d+') and leave == ''
    return 'same ' .. same .. ' ' .. (stands and first or key .. ' left')
  end
  if ticket and leave == '' and tonumber(ticket) ~= checked then
    -- Of one that the ledger has, or may have by now, it is the ledger that says whether it still lives.
    local isHere = tonumber(ticket) >= card.due and tonumber(ticket) > card.handed
    if isHere or checked == -tonumber(ticket) then remember(person, key, ticket, size) end
    return 'mine ' .. ticket .. ' ' .. size .. ' ' .. first
  end
  if receipt > 0 and receipt < card.first then
    if receipt < card.due then return 'same ' .. receipt .. ' ' .. party .. ' ' .. key end
    if card.recovering > now and receipt > card.handed and redis.call('ZCOUNT', returned, receipt, receipt) == 0 then
      redis.call('ZADD', returned, receipt, receipt .. ' ' .. person .. ' ' .. party .. ' ' .. key)
      redis.call('HSET', people, person, receipt .. ' ' .. party .. ' ' .. key)
      remember(person, key, receipt, party)
      foresee(party)
      return 'same ' .. receipt .. ' ' .. party .. ' ' .. key
    end
  end
  -- What was lost here may be in the ledger: nobody is refused, or given a ticket, before it was asked.
  if card.recovering > 0 and not isNew then return 'unknown' end
  local refused = refusal(party)
  if refused then return refused end
  local given = card.next
  card.next = given + 1
  redis.call('XADD', stream, given .. '-0', 'press', person .. ' ' .. party .. ' ' .. key)
  redis.call('HSET', people, person, given .. ' ' .. party .. ' ' .. key)
  remember(person, key, given, party)
  return 'new ' .. given .. ' ' .. party .. ' ' .. key
end

local answers = {}
for at = 2, #ARGV, 6 do
  local person, key, party = ARGV[at], ARGV[at + 2], tonumber(ARGV[at + 1])
  local checked, receipt, isNew = tonumber(ARGV[at + 3]), tonumber(ARGV[at + 4]), ARGV[at + 5] == '1'
  answers[#answers + 1] = press(person, party, key, checked, receipt, isNew)
end
redis.call('HSET', name, 'next', card.next, 'seats', card.seats, 'queue', card.queue)
local until_ = math.floor(card.starts - card.shift + 3600000)
for _, key in ipairs({ people, presses, stream, returned }) do redis.call('PEXPIREAT', key, until_) end
-- The ledger may have some of them: `waiting` counts those.
local back = redis.call('ZCOUNT', returned, card.due, '+inf')
if redis.call('ZCARD', returned) + redis.call('XLEN', stream) > 0 then redis.call('SADD', KEYS[2], ARGV[1]) end
return { { card.epoch, card.first, card.due, card.next, card.waiting, card.departed, card.handed, back,
    card.recovering },
  answers }
