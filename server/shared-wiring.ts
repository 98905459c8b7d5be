import { createLocalBus } from "./platform/bus/bus.local.ts";
import { createRedisBus } from "./platform/bus/bus.redis.ts";
import type { Bus } from "./platform/bus/bus.ts";
import { createLocalCache } from "./platform/cache/cache.local.ts";
import { createRedisCache } from "./platform/cache/cache.redis.ts";
import type { Cache } from "./platform/cache/cache.ts";
import type { Clock } from "./platform/clock.ts";
import { createLimiter } from "./platform/limits/limiter.ts";
import { createLocalLimits } from "./platform/limits/limits.local.ts";
import { createRedisLimits } from "./platform/limits/limits.redis.ts";
import type { Limits } from "./platform/limits/limits.ts";
import { openRedis, type RedisLink } from "./platform/redis/link.redis.ts";
import type { Settings } from "./platform/settings.ts";

/** Stores that are kept in memory in lists and by themselves, of a few kilobytes each. */
const mostCardsKept = 20_000;
const cardsIn = (value: unknown) => (value as { count?: number }).count ?? 1;
/** Lines about what Redis sent that nobody could read: as many as it sends fill no disk. */
const lineLimit = { perSecond: 1, burst: 5, mostKeys: 1 };

interface World {
  readonly settings: Pick<Settings, "redis">;
  readonly clock: Clock;
  /** For the catalogue, in place of ours. */
  readonly cache: Cache | undefined;
  readonly log: (what: object, text: string) => void;
}

/** What server processes share beside the database; without Redis each has its own. */
export interface Shared {
  readonly bus: Bus;
  /** Of the catalogue. */
  readonly cache: Cache;
  readonly limits: Limits;
  /** To Redis; null without it. */
  readonly link: RedisLink | null;
  /** Begins to share, and waits for nobody. */
  connect(): void;
  close(): void;
}

export function openShared({ settings: { redis }, clock, cache, log }: World): Shared {
  const kept = { clock, mostWeight: mostCardsKept, weigh: cardsIn };
  if (redis === null) {
    const [bus, limits] = [createLocalBus(), createLocalLimits(clock)];
    const nothing = () => undefined;
    return { bus, limits, cache: cache ?? createLocalCache(kept), link: null, connect: nothing, close: nothing };
  }
  const link = openRedis({
    ...redis,
    onChange: (isThere, cause) =>
      log({ event: "redis", isThere, cause }, isThere ? "Redis is back" : "Redis is away: each process is on its own"),
  });
  const perLine = createLimiter(lineLimit, clock);
  const onTrouble = (error: unknown) => {
    if (perLine("") === 0) log({ err: error }, "a hint through Redis was dropped");
  };
  return {
    bus: createRedisBus({ link, onTrouble }),
    limits: createRedisLimits({ link, clock }),
    link,
    cache: cache ?? createRedisCache({ ...kept, link }),
    connect: link.connect,
    close: link.close,
  };
}
