import { randomUUID } from "node:crypto";
import type { RedisLink } from "../redis/link.redis.ts";
import { type Behind, createLocalCache, type Loaded, type Wish } from "./cache.local.ts";
import type { Cache, CacheEntry } from "./cache.ts";

/** Longer than any load may take. All that is kept in Redis goes by itself: values when they are not fresh any more. */
const epochMs = 60_000;
/** Nobody's page is as large; it would only keep Redis busy. */
const mostLetters = 262_144;

type Look = readonly [epoch: string, text?: string, freshForMs?: number];

/** Null for what is no JSON: nobody is refused a page for what somebody wrote into Redis. */
function readText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * What processes have loaded, for each other. Only what is fresh is given on, with its age, so that the ages that
 * readers are promised hold; ages are counted by Redis, and no two clocks are compared.
 */
function createShelf(link: RedisLink, clock: Wish["clock"]): Behind {
  const look = link.script<Look>("platform/cache/look.lua");
  const keep = link.script<null>("platform/cache/keep.lua");
  let shared = 0;
  const epochOf = (group: string) => link.named(`cache:{${group}}`);
  const keysOf = ({ group, name }: CacheEntry) => [epochOf(group), `${epochOf(group)}:${name}`];

  async function loadAndKeep<Value>(entry: CacheEntry, load: () => Promise<Value>, epoch: string | undefined) {
    const loadedAt = clock.now();
    const value = await load();
    const text = value === null || epoch === undefined ? "" : JSON.stringify(value);
    const freshForMs = Math.floor(entry.freshMs - Math.max(0, clock.now() - loadedAt));
    const isKept = epoch !== undefined && text !== "" && text.length <= mostLetters && freshForMs > 0;
    if (isKept) void keep(keysOf(entry), [epoch, epochMs, text, freshForMs]);
    return { value, loadedAt };
  }

  return {
    async find<Value>(entry: CacheEntry, load: () => Promise<Value>, isRenewal: boolean): Promise<Loaded<Value>> {
      const [epoch, text, freshForMs = 0] = (await look(keysOf(entry), [randomUUID(), epochMs])) ?? [];
      const known = isRenewal || text === undefined ? null : readText(text);
      if (known === null) return loadAndKeep(entry, load, epoch);
      shared += 1;
      return { value: known as Value, loadedAt: clock.now() - Math.max(0, entry.freshMs - freshForMs) };
    },
    forget: (group) => void link.ask((redis) => redis.del(epochOf(group))),
    shared: () => shared,
  };
}

/**
 * A cache in the process with what others have loaded behind it. A forget reaches others by whoever tells them, and
 * what stands in Redis at once; should both be lost, nothing is older than its `staleMs` all the same.
 */
export const createRedisCache = ({ link, ...wish }: Wish & { readonly link: RedisLink }): Cache =>
  createLocalCache(wish, createShelf(link, wish.clock));
