-- Looks for a value, and for the epoch of its group: what is loaded from now on may be kept only in that epoch.
-- KEYS: the group's epoch; the value.
-- ARGV: a new epoch, for a group that has none; how long an epoch is remembered, in milliseconds.
-- Returns: the epoch; where there is a value of that epoch, its text and for how many milliseconds it is still fresh.
local epoch = redis.call('GET', KEYS[1])
if not epoch then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  return { ARGV[1] }
end
local kept = redis.call('GET', KEYS[2])
if not kept or string.sub(kept, 1, #epoch) ~= epoch then return { epoch } end
return { epoch, string.sub(kept, #epoch + 1), redis.call('PTTL', KEYS[2]) }
