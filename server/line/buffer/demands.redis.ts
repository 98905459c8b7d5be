import type { RedisLink } from "../../platform/redis/link.redis.ts";

/** What Redis says of itself and what the buffered line needs it to say (decision 0039), with what it is for. */
const demands = [
  { says: "redis_mode", needs: "standalone", text: "no cluster: a slot's keys lie together" },
  { says: "maxmemory_policy", needs: "noeviction", text: "maxmemory-policy noeviction: no ticket is evicted" },
  { says: "aof_enabled", needs: "1", text: "appendonly yes: what was answered outlives a kill" },
] as const;

/** Of what INFO answers: what is missing, in words. What it does not say is not missing: a managed Redis says less. */
export function missingIn(info: string): string[] {
  const said = new Map(info.split("\r\n").map((line) => line.split(":", 2) as [string, string]));
  return demands.flatMap(({ says, needs, text }) => ((said.get(says) ?? needs) === needs ? [] : [text]));
}

/** Looks at Redis, and tells of what is missing when that has changed; one that may not be asked misses nothing. */
export function watchDemands(link: Pick<RedisLink, "ask">, onMissing: (missing: readonly string[]) => void) {
  let last = "";
  return async (): Promise<void> => {
    const info = await link.ask((redis) => redis.info());
    if (info === undefined) return;
    const missing = missingIn(info);
    if (missing.join() !== last) onMissing(missing);
    last = missing.join();
  };
}
