import type { Clock } from "../clock.ts";
import type { RedisLink } from "../redis/link.redis.ts";
import { createBuckets } from "./limiter.ts";
import type { Limit, Limits, Take } from "./limits.ts";

/** What is to be told in this time goes together. */
const gatherMs = 20;
const keysAtOnce = 500;
/** A key is told each time that a process let through such a part of its burst: most people never are. */
const toldPart = 0.1;

interface World {
  readonly link: RedisLink;
  readonly clock: Pick<Clock, "now">;
}

type Settle = (keys: readonly string[], values: readonly (string | number)[]) => Promise<readonly string[] | undefined>;

/** Keys that are to be told, a bounded number at a time, one call after the other. */
function createTeller(tell: (keys: readonly string[]) => Promise<void>) {
  const due = new Set<string>();
  let isTelling = false;

  async function tellAll(): Promise<void> {
    while (due.size > 0) {
      const keys = [...due].slice(0, keysAtOnce);
      for (const key of keys) due.delete(key);
      await tell(keys);
    }
    isTelling = false;
  }
  return (key: string): void => {
    due.add(key);
    if (isTelling) return;
    isTelling = true;
    setTimeout(() => void tellAll(), gatherMs).unref();
  };
}

/**
 * Limits that all processes count together (decision 0038). Each decides by its own buckets, at once, and tells Redis
 * soon after what it let through; the answer lowers its own. So nobody waits for Redis, without it each process counts
 * alone, and over time all let through together what one would: what was too much at first is owed.
 */
export function createRedisLimits({ link, clock }: World): Limits {
  const settle: Settle = link.script("platform/limits/settle-limits.lua");

  function openOne(name: string, limit: Limit): Take {
    const buckets = createBuckets(limit, clock);
    const share = Math.max(1, limit.burst * toldPart);
    const tell = createTeller(async (keys) => {
      const counts = keys.map(buckets.untold);
      const named = keys.map((key) => link.named(`limit:{${name}}:${key}`));
      const left = await settle(named, [limit.perSecond, limit.burst, ...counts]);
      if (left === undefined) return;
      for (const [place, key] of keys.entries()) buckets.told(key, counts[place] ?? 0, Number(left[place]));
    });
    return (key) => {
      const waitSeconds = buckets.take(key);
      if (!link.isThere()) buckets.leaveAlone(key);
      else if (buckets.untold(key) >= share) tell(key);
      return waitSeconds;
    };
  }
  return { open: openOne };
}
