import { lookInto, startRedis } from "../../test/services/redis.ts";

/** `pid` is null for a server whose processor time cannot be counted from here. */
export interface SourceRedis {
  readonly url: string;
  readonly pid: number | null;
  readonly version: string;
  stop(): Promise<void>;
}

/**
 * What the source's algorithm stands on. A quick run, whose figures nobody looks at, takes the Redis in REDIS_URL;
 * everything else measures one of its own, whose processor time it can count.
 */
export function openRedis({ quick }: { quick: boolean }): Promise<SourceRedis> {
  const given = process.env.REDIS_URL;
  return quick && given ? reachRedis(given) : startRedis();
}

async function reachRedis(url: string): Promise<SourceRedis> {
  const redis = lookInto(url);
  const about = await redis
    .info("server")
    .catch((error: unknown) => {
      throw new Error("REDIS_URL: no Redis answers there.", { cause: error });
    })
    .finally(redis.close);
  return { url, pid: null, version: /redis_version:(\S+)/.exec(about)?.[1] ?? "unknown", stop: async () => undefined };
}
