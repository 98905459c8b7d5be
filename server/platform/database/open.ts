import { PGlite } from "@electric-sql/pglite";
import { createPgConfig } from "@electric-sql/pglite/node-postgres";
import { Pool, type PoolConfig } from "pg";
import type { Database } from "./database.ts";
import { lockFolder } from "./folder-lock.ts";
import { migrate } from "./migrate.ts";
import { createPooledDatabase } from "./pooled.ts";
import { withReplica } from "./replica.ts";
import { createWriteMarks } from "./write-marks.ts";

/** Where the data lives: a server when a URL is given, else a folder (`memory://` for none). */
export interface Place {
  readonly databaseUrl: string | null;
  /** A replica of that server for lists and searches. */
  readonly replicaUrl?: string | null;
  readonly dataFolder: string;
  /** A copy of another embedded database (PGlite's `dumpDataDir`), with which an empty one begins. */
  readonly snapshot?: Blob;
}

/**
 * Sequential scans are out of the question for a cached plan: one made while a table was small would read the whole
 * line of 100,000 for every press until the next analyze.
 */
const planning = { enable_seqscan: "off", plan_cache_mode: "force_generic_plan", jit: "off", timezone: "UTC" };
/** I4: whoever is told "confirmed" is on disk, whatever the server's own default says. */
const durability = { synchronous_commit: "on" };
/** A twin of a press waits for it at most this long (DESIGN §4); so does a batch for another server's batch. */
const lockTimeoutMs = 2_000;
const statementTimeoutMs = 15_000;
const writeConnections = 8;
const readConnections = 6;
const pressConnections = 6;

/** What every connection to a server is set to, as PostgreSQL's command-line options. */
export const sessionOptions = Object.entries({
  ...planning,
  ...durability,
  lock_timeout: lockTimeoutMs,
  statement_timeout: statementTimeoutMs,
})
  .map(([name, value]) => `-c ${name}=${value}`)
  .join(" ");

function serverPool(databaseUrl: string, most: number): Pool {
  const pool = new Pool({
    connectionString: databaseUrl,
    max: most,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    options: sessionOptions,
  });
  pool.on("error", () => undefined);
  // A connection lost inside a transaction fails its next statement; unheard, the event would end the process.
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

async function openServer(databaseUrl: string, replicaUrl: string | null): Promise<Database> {
  const migrations = new Pool({ connectionString: databaseUrl, max: 1, connectionTimeoutMillis: 5_000 });
  migrations.on("error", () => undefined);
  const code = await migrate(migrations).finally(() => migrations.end());
  const writes = serverPool(databaseUrl, writeConnections);
  const reads = serverPool(databaseUrl, readConnections);
  const presses = serverPool(databaseUrl, pressConnections);
  const close = async () => {
    await Promise.all([writes.end(), reads.end(), presses.end()]);
  };
  const server = createPooledDatabase({ writes, reads, presses, code, mostPerBatch: 1_000, close });
  const marked = { ...server, mark: createWriteMarks(server.read) };
  return replicaUrl === null ? marked : withReplica(marked, replicaUrl, sessionOptions);
}

async function openEmbedded(dataFolder: string, snapshot?: Blob): Promise<Database> {
  const inMemory = dataFolder.startsWith("memory://");
  const unlock = inMemory ? async () => undefined : await lockFolder(dataFolder);
  try {
    const engine = new PGlite(inMemory ? dataFolder : `${dataFolder}/pglite`, snapshot && { loadDataDir: snapshot });
    return await openEngine(engine, unlock);
  } catch (error) {
    await unlock();
    throw error;
  }
}

async function openEngine(engine: PGlite, unlock: () => Promise<void>): Promise<Database> {
  // The pool's patience is for a lost server; this start may take longer, and a pool that gives up on it never says so.
  await engine.waitReady;
  const config = createPgConfig(engine) as unknown as PoolConfig;
  const pool = new Pool({ ...config, max: 1, connectionTimeoutMillis: 5_000, idleTimeoutMillis: 0 });
  const code = await migrate(pool);
  for (const [name, value] of Object.entries(planning)) await pool.query(`set ${name} = '${value}'`);
  const close = async () => {
    await pool.end();
    await engine.close();
    await unlock();
  };
  return createPooledDatabase({ writes: pool, reads: pool, presses: pool, code, mostPerBatch: 200, close });
}

/** Opens and migrates the database. Embedded, the folder is this process's alone. Fails when it cannot be reached. */
export function openDatabase({ databaseUrl, replicaUrl = null, dataFolder, snapshot }: Place): Promise<Database> {
  return databaseUrl === null ? openEmbedded(dataFolder, snapshot) : openServer(databaseUrl, replicaUrl);
}
