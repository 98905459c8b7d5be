import { setTimeout as pause } from "node:timers/promises";
import type { Exit } from "../../../load/processes/child.ts";
import { type ServerProcess, startServer } from "../../../load/processes/server-process.ts";
import { waitUntil } from "../../../load/processes/wait-until.ts";
import type { Settings } from "../../../server/platform/settings.ts";
import type { SlotId } from "../../../shared/ids.ts";
import { createFaultyProxy } from "../../services/faulty-proxy.ts";
import { freePort } from "../../services/free-port.ts";
import { openLedger } from "../../services/ledger.ts";
import { startPostgres } from "../../services/postgres.ts";
import { startRedis } from "../../services/redis.ts";
import { testSettings } from "../../services/servers.ts";

export type LineKind = Settings["line"];
export type House = Awaited<ReturnType<typeof createHouse>>;

/** Who restarts a server tries again after this while it does not come up, for a minute: PostgreSQL may be away. */
const restartEveryMs = 500;
const mostRestarts = 120;

/**
 * A PostgreSQL and a Redis of its own, so many servers, and between them proxies that can be told to fail. The ledger
 * goes to PostgreSQL directly. Redis keeps its data when killed only where tickets are in it.
 */
export async function createHouse(count: number, line: LineKind) {
  const [postgres, redis] = [await startPostgres(), await startRedis({ keeps: line === "buffered" })];
  const [toPostgres, toRedis] = [await createFaultyProxy(postgres.url), await createFaultyProxy(redis.url)];
  const ledger = await openLedger("server", { databaseUrl: postgres.url });
  const ports: number[] = [];
  while (ports.length < count) ports.push(await freePort());
  const start = (port: number) =>
    startServer(
      testSettings({
        ...{ DATABASE_URL: toPostgres.url, REDIS_URL: toRedis.url, DEMO_DATA: "off" },
        ...{ LINE: line, PORT: String(port) },
      }),
    );
  const servers: ServerProcess[] = [];
  for (const port of ports) servers.push(await start(port));
  const serverAt = (at: number) => servers[at] as ServerProcess;

  async function revive(at: number): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        servers[at] = await start(ports[at] as number);
        return;
      } catch (error) {
        if (tries === mostRestarts) throw error;
        await pause(restartEveryMs);
      }
    }
  }
  const isReady = async ({ url }: ServerProcess) => (await fetch(`${url}/api/health/ready`)).status === 200;

  return {
    line,
    postgres,
    redis,
    toPostgres,
    toRedis,
    ledger,
    urls: () => servers.map(({ url }) => url),
    kill: (at: number, signal: NodeJS.Signals): Promise<Exit> => serverAt(at).kill(signal),
    signal: (at: number, signal: NodeJS.Signals) => process.kill(serverAt(at).pid, signal),
    revive,
    /** Whether one of the servers, by its last lines, does without Redis now. */
    missesRedis: () =>
      servers.some(
        (server) =>
          server
            .log()
            .match(/Redis is (away|back)/g)
            ?.at(-1) === "Redis is away",
      ),
    untilReady: () =>
      waitUntil(async () => (await Promise.all(servers.map(isReady))).every(Boolean), {
        what: "all servers are ready again",
        timeoutMs: 60_000,
        everyMs: 50,
      }),
    /** So many entries are in the ledger and nobody is still to be decided on; false when that does not come. */
    untilDecided: (slot: SlotId, count: number) =>
      waitUntil(
        async () => {
          const text = `select count(*)::integer as all, (count(*) filter (where state = 'waiting'))::integer as waiting
            from entry where slot_id = $1`;
          const [row] = await ledger.run<{ all: number; waiting: number }>(text, [slot]);
          return row?.all === count && row.waiting === 0;
        },
        { what: "all outcomes are there", timeoutMs: 120_000, everyMs: 20 },
      ).catch(() => false),
    async close(): Promise<void> {
      await Promise.all(servers.map((server) => server.stop()));
      await ledger.close();
      toPostgres.close();
      toRedis.close();
      await Promise.all([postgres.stop(), redis.stop()]);
    },
  };
}
