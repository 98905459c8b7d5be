import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis as Client } from "ioredis";
import { type Child, startChild, untilReady } from "../../load/processes/child.ts";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { freePort } from "./free-port.ts";

export type RedisCluster = Awaited<ReturnType<typeof startRedisCluster>>;

const slots = 16_384;
const shardCount = 2;

interface Shard {
  readonly port: number;
  readonly gossipPort: number;
  readonly folder: string;
  server: Child;
  readonly client: Client;
}

/** The others answer for their own slots while one is away, as AWS's do until its replica takes over. */
async function launch({ port, gossipPort, folder }: Pick<Shard, "port" | "gossipPort" | "folder">): Promise<Child> {
  const place = ["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, "--save", "", "--appendonly", "no"];
  const cluster = ["--cluster-enabled", "yes", "--cluster-port", String(gossipPort)];
  const gaps = ["--cluster-require-full-coverage", "no", "--cluster-node-timeout", "1000"];
  const server = await startChild("redis-server", [...place, ...cluster, ...gaps], { cwd: folder });
  const ready = waitUntil(() => server.lines.find(/Ready to accept connections/), { what: "a shard is there" });
  await untilReady(server, "A shard", ready);
  return server;
}

async function openShard(): Promise<Shard> {
  const place = {
    ...{ port: await freePort(), gossipPort: await freePort() },
    folder: await mkdtemp(join(tmpdir(), "popline-shard-")),
  };
  const server = await launch(place);
  const client = new Client(place.port, "127.0.0.1", { maxRetriesPerRequest: 1 });
  client.on("error", () => undefined);
  return { ...place, server, client };
}

/** Every shard knows who answers for every slot. */
async function introduce(shards: readonly Shard[]): Promise<void> {
  const part = slots / shards.length;
  for (const [at, { client }] of shards.entries()) {
    await client.call("CLUSTER", "ADDSLOTSRANGE", at * part, (at + 1) * part - 1);
    for (const { port, gossipPort } of shards) await client.call("CLUSTER", "MEET", "127.0.0.1", port, gossipPort);
  }
  const knowsAll = async ({ client }: Shard) => ((await client.call("CLUSTER", "SLOTS")) as unknown[]).length;
  const all = async () => (await Promise.all(shards.map(knowsAll))).every((known) => known === shards.length);
  await waitUntil(all, { what: "the shards know each other" });
}

/** A cluster of two shards of its own, reachable from this machine only, which keeps nothing. */
export async function startRedisCluster() {
  const shards = await Promise.all(Array.from({ length: shardCount }, openShard));
  await introduce(shards);
  return {
    url: `redis://127.0.0.1:${shards[0]?.port}`,
    /** How many keys each holds. */
    sizes: () => Promise.all(shards.map(({ client }) => client.dbsize())),
    async kill(at: number): Promise<void> {
      shards[at]?.server.process.kill("SIGKILL");
      await shards[at]?.server.exited;
    },
    /** Connections to it stay open and nobody answers, until it goes on. */
    pause: (at: number) => shards[at]?.server.process.kill("SIGSTOP"),
    goOn: (at: number) => shards[at]?.server.process.kill("SIGCONT"),
    /** On the same port, with its slots and without its data. */
    async restart(at: number): Promise<void> {
      const shard = shards[at] as Shard;
      shard.server = await launch(shard);
    },
    async stop(): Promise<void> {
      for (const { client, server, folder } of shards) {
        client.disconnect();
        server.process.kill("SIGKILL");
        await server.exited;
        await rm(folder, { recursive: true });
      }
    },
  };
}
