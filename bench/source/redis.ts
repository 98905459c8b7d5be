import { Redis } from "ioredis";
import { type Child, startChild, untilReady } from "../../load/processes/child.ts";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { freePort } from "../../test/services/free-port.ts";

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
  const redis = new Redis(url, { maxRetriesPerRequest: 1 });
  redis.on("error", () => undefined);
  const answered = redis.info("server").finally(() => redis.disconnect());
  const about = await answered.catch((error: unknown) => {
    throw new Error("REDIS_URL: no Redis answers there.", { cause: error });
  });
  return { url, pid: null, version: /redis_version:(\S+)/.exec(about)?.[1] ?? "unknown", stop: async () => undefined };
}

/** A Redis of its own, reachable from this machine only, without persistence. */
async function startRedis(): Promise<SourceRedis> {
  const port = await freePort();
  const redis: Child = await startChild(
    "redis-server",
    ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
    { cwd: "/tmp" },
  ).catch((error) => {
    throw new Error("No redis-server here: apt-get install -y redis-server, or set REDIS_URL", { cause: error });
  });
  const accepts = waitUntil(() => redis.lines.find(/Ready to accept connections/), {
    what: "Redis accepts connections",
  });
  await untilReady(redis, "Redis", accepts);
  return {
    url: `redis://127.0.0.1:${port}`,
    pid: redis.pid,
    version: redis.lines.find(/Redis version=([\d.]+)/)?.[1] ?? "unknown",
    async stop() {
      redis.process.kill("SIGTERM");
      await redis.exited;
    },
  };
}
