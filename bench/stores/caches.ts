import { Redis } from "ioredis";
import type { Cache } from "../../server/platform/cache/cache.ts";
import { realClock } from "../../server/platform/clock.ts";
import type { Settings } from "../../server/platform/settings.ts";
import { openShared } from "../../server/shared-wiring.ts";
import { createSourceCache } from "../source/list-cache.ts";

/** Each read loads, and nothing is kept. */
function createNoCache(cache: Cache): Cache {
  let loads = 0;
  const load: Cache["read"] = (_, loading) => {
    loads += 1;
    return loading();
  };
  return { ...cache, read: load, renew: load, figures: () => ({ ...cache.figures(), misses: loads, loads }) };
}

/**
 * The catalogue's cache as the product has it, with Redis behind it where there is a REDIS_URL; or "off", which keeps
 * nothing, each read loads; or the "source"'s, which asks Redis for each read.
 */
export function openCache(settings: Pick<Settings, "redis">, kind: string | undefined): Cache {
  if (kind === "source") return createSourceCache(new Redis(settings.redis?.url as string));
  const shared = openShared({ settings, clock: realClock, cache: undefined, log: () => undefined });
  shared.connect();
  const { cache } = shared;
  return kind === "off" ? createNoCache(cache) : cache;
}
