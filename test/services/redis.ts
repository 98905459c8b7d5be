import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis as Client } from "ioredis";
import { type Child, startChild, untilReady } from "../../load/processes/child.ts";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { freePort } from "./free-port.ts";

export type Redis = Awaited<ReturnType<typeof startRedis>>;

async function launch(port: number, folder: string | null): Promise<Child> {
  const choices = ["--port", String(port), "--bind", "127.0.0.1", "--save", ""];
  const keeping = folder === null ? ["--appendonly", "no"] : ["--appendonly", "yes", "--dir", folder];
  const server = await startChild("redis-server", [...choices, ...keeping], { cwd: "/tmp" }).catch((error) => {
    throw new Error("No redis-server here: apt-get install -y redis-server, or run `npm test`", { cause: error });
  });
  const accepts = waitUntil(() => server.lines.find(/Ready to accept connections/), {
    what: "Redis accepts connections",
  });
  await untilReady(server, "Redis", accepts);
  return server;
}

/**
 * A Redis of its own, reachable from this machine only. It keeps nothing when it ends, or all that it has answered
 * (AOF, each second to the disk).
 */
export async function startRedis({ keeps = false } = {}) {
  const port = await freePort();
  const folder = keeps ? await mkdtemp(join(tmpdir(), "popline-redis-")) : null;
  let server = await launch(port, folder);

  async function kill(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    server.process.kill(signal);
    await server.exited;
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    get pid() {
      return server.pid;
    },
    version: server.lines.find(/Redis version=([\d.]+)/)?.[1] ?? "unknown",
    kill,
    /** Connections stay open and nobody answers, until it goes on. */
    pause: () => server.process.kill("SIGSTOP"),
    goOn: () => server.process.kill("SIGCONT"),
    /** Starts again on the same port, with what it keeps. */
    async restart(): Promise<void> {
      server = await launch(port, folder);
    },
    async stop(): Promise<void> {
      await kill("SIGTERM");
      if (folder !== null) await rm(folder, { recursive: true });
    },
  };
}

/** A client of a test's own, to look at what is there; `close` it. */
export function lookInto(url: string) {
  const redis = new Client(url, { maxRetriesPerRequest: 1 });
  redis.on("error", () => undefined);
  return Object.assign(redis, { close: () => redis.disconnect() });
}
