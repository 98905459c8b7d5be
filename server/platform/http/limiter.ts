import { LRUCache } from "lru-cache";
import type { Clock } from "../clock.ts";

interface Bucket {
  tokens: number;
  filledAt: number;
}

/**
 * A token bucket for each key: `perSecond` on average, `burst` at once. Holds at most `mostKeys` buckets; the one that
 * was not used for longest goes first, which can only let somebody try more often.
 */
export function createLimiter(
  { perSecond, burst, mostKeys }: { perSecond: number; burst: number; mostKeys: number },
  clock: Pick<Clock, "now">,
) {
  const buckets = new LRUCache<string, Bucket>({ max: mostKeys });

  function bucketOf(key: string, now: number): Bucket {
    const known = buckets.get(key);
    if (known !== undefined) return known;
    const made = { tokens: burst, filledAt: now };
    buckets.set(key, made);
    return made;
  }

  /** Takes one token; answers 0, or the seconds after which there is one again. */
  return function take(key: string): number {
    const now = clock.now();
    const bucket = bucketOf(key, now);
    bucket.tokens = Math.min(burst, bucket.tokens + (Math.max(0, now - bucket.filledAt) / 1000) * perSecond);
    bucket.filledAt = now;
    if (bucket.tokens < 1) return Math.ceil((1 - bucket.tokens) / perSecond);
    bucket.tokens -= 1;
    return 0;
  };
}
