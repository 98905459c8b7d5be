import { LRUCache } from "lru-cache";
import type { Clock } from "../clock.ts";
import type { Limit, Take } from "./limits.ts";

interface Bucket {
  tokens: number;
  filledAt: number;
  /** Taken here, and not told to whoever counts for several processes. */
  untold: number;
  /** There was nobody to tell when it was last used. */
  isAlone: boolean;
}

/**
 * The buckets of one limit. Holds at most `mostKeys`; the one that was not used for longest goes first, which can only
 * let somebody try more often.
 */
export function createBuckets({ perSecond, burst, mostKeys }: Limit, clock: Pick<Clock, "now">) {
  const buckets = new LRUCache<string, Bucket>({ max: mostKeys });

  function bucketOf(key: string, now: number): Bucket {
    const known = buckets.get(key);
    if (known !== undefined) return known;
    const made = { tokens: burst, filledAt: now, untold: 0, isAlone: false };
    buckets.set(key, made);
    return made;
  }
  function filled(key: string): Bucket {
    const now = clock.now();
    const bucket = bucketOf(key, now);
    bucket.tokens = Math.min(burst, bucket.tokens + (Math.max(0, now - bucket.filledAt) / 1000) * perSecond);
    bucket.filledAt = now;
    // What was let through while nobody could be told, and has come back since, is owed to nobody.
    if (bucket.isAlone) bucket.untold = Math.min(bucket.untold, burst - bucket.tokens);
    bucket.isAlone = false;
    return bucket;
  }

  return {
    /** Takes one token; answers 0, or the seconds after which there is one again. */
    take(key: string): number {
      const bucket = filled(key);
      if (bucket.tokens < 1) return Math.ceil((1 - bucket.tokens) / perSecond);
      bucket.tokens -= 1;
      bucket.untold += 1;
      return 0;
    },
    untold: (key: string): number => buckets.peek(key)?.untold ?? 0,
    /** There is nobody to be told at present. */
    leaveAlone(key: string): void {
      const bucket = buckets.peek(key);
      if (bucket !== undefined) bucket.isAlone = true;
    },
    /** So many were told, and so many tokens are left where all processes count; perhaps fewer than none. */
    told(key: string, count: number, left: number): void {
      const bucket = filled(key);
      bucket.untold = Math.max(0, bucket.untold - count);
      bucket.tokens = Math.min(bucket.tokens, left - bucket.untold);
    },
  };
}

/** A limit that this process counts alone. */
export const createLimiter = (limit: Limit, clock: Pick<Clock, "now">): Take => createBuckets(limit, clock).take;
