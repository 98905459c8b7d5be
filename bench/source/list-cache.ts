import type { Redis } from "ioredis";
import type { Cache, CacheEntry } from "../../server/platform/cache/cache.ts";

const keyOf = ({ group, name }: CacheEntry) => `storeCache|${group}|${name}`;

/**
 * The source's cache before its list (S12): each read asks Redis first; what is not there is read from the database and
 * put there. Nothing is kept in the process and nobody waits for another's load. How long its values lived is not
 * published; here as long as ours may be answered. What a host changes is not told to it: it is measured only.
 */
export function createSourceCache(redis: Redis): Cache {
  const counts = { hits: 0, misses: 0, loads: 0, shared: 0, failures: 0, entries: 0, weight: 0, mostWeight: 0 };

  async function renew<Value>(entry: CacheEntry, load: () => Promise<Value>): Promise<Value> {
    counts.misses += 1;
    counts.loads += 1;
    const value = await load();
    await redis.set(keyOf(entry), JSON.stringify(value), "PX", entry.staleMs);
    return value;
  }

  return {
    async read<Value>(entry: CacheEntry, load: () => Promise<Value>): Promise<Value> {
      const text = await redis.get(keyOf(entry));
      if (text === null) return renew(entry, load);
      counts.hits += 1;
      return JSON.parse(text) as Value;
    },
    renew,
    forget: () => undefined,
    figures: () => counts,
  };
}
