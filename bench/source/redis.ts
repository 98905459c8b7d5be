import { type Child, startChild, untilReady } from "../../test/services/child.ts";
import { freePort } from "../../test/services/free-port.ts";
import { waitUntil } from "../../test/services/wait-until.ts";

/** A Redis of its own, reachable from this machine only, without persistence. */
export async function startRedis(): Promise<{ url: string; pid: number; version: string; stop(): Promise<void> }> {
  const port = await freePort();
  const redis: Child = await startChild(
    "redis-server",
    ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
    { cwd: "/tmp" },
  ).catch((error) => {
    throw new Error("No redis-server here: apt-get install -y redis-server", { cause: error });
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
