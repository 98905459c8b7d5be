-- Counts what several processes let through, in buckets of one limit, by the clock of Redis alone.
-- KEYS: the buckets; in a cluster of one slot.
-- ARGV: tokens a second; tokens at most; then for each key how many were taken since it was last told.
-- Returns: for each key how many tokens are left, as text; below 0 where the processes together let through too much.
-- A bucket that is full again is not kept, so that Redis holds those that somebody used within their time to fill.
local perSecond, most = tonumber(ARGV[1]), tonumber(ARGV[2])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local left = {}
for place, key in ipairs(KEYS) do
  local tokens, at = most, now
  local kept = redis.call('GET', key)
  if kept then
    local text, since = string.match(kept, '^(%S+) (%S+)$')
    tokens, at = tonumber(text), tonumber(since)
  end
  tokens = math.min(most, tokens + math.max(0, now - at) / 1000 * perSecond) - tonumber(ARGV[place + 2])
  local fullAfterMs = math.ceil((most - tokens) / perSecond * 1000)
  if fullAfterMs > 0 then
    redis.call('SET', key, string.format('%.3f %d', tokens, now), 'PX', fullAfterMs)
  end
  left[place] = tostring(tokens)
end
return left
