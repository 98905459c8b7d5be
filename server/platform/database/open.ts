import { PGlite } from "@electric-sql/pglite";
import { createPgConfig } from "@electric-sql/pglite/node-postgres";
import { Pool, type PoolConfig } from "pg";
import type { Database } from "./database.ts";
import { blameEngine, blameFiles, checkEmbeddedFolder } from "./embedded-folder.ts";
import { lockFolder } from "./folder-lock.ts";
import { migrate } from "./migrate.ts";
import { createPooledDatabase } from "./pooled.ts";
import { withReplica } from "./replica.ts";
import { answerWithinMs, connectionTo, embeddedSettings, migrationOptions, sessionOptions } from "./sessions.ts";
import { createWriteMarks } from "./write-marks.ts";

/** Where the data lives: a server when a URL is given, else a folder (`memory://` for none). */
export interface Place {
  readonly databaseUrl: string | null;
  /** A replica of that server for lists and searches. */
  readonly replicaUrl?: string | null;
  readonly dataFolder: string;
  /** A copy of another embedded database (PGlite's `dumpDataDir`), with which an empty one begins. */
  readonly snapshot?: Blob;
  /** How long a server's sessions wait for a lock, where it is not 2 s (sessions.ts). */
  readonly lockTimeoutMs?: number;
}

type Served = Pick<Place, "replicaUrl" | "lockTimeoutMs"> & { readonly databaseUrl: string };

const writeConnections = 8;
const readConnections = 6;
const pressConnections = 6;

function serverPool({ databaseUrl, lockTimeoutMs }: Served, most: number): Pool {
  const pool = new Pool({
    ...connectionTo(databaseUrl, sessionOptions(lockTimeoutMs)),
    max: most,
    connectionTimeoutMillis: 5_000,
    query_timeout: answerWithinMs(lockTimeoutMs),
    keepAlive: true,
  });
  pool.on("error", () => undefined);
  // A connection lost inside a transaction fails its next statement; unheard, the event would end the process.
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

async function openServer(served: Served): Promise<Database> {
  const { databaseUrl, replicaUrl = null, lockTimeoutMs } = served;
  const target = connectionTo(databaseUrl, migrationOptions);
  const migrations = new Pool({ ...target, max: 1, connectionTimeoutMillis: 5_000 });
  migrations.on("error", () => undefined);
  const code = await migrate(migrations).finally(() => migrations.end());
  const writes = serverPool(served, writeConnections);
  const reads = serverPool(served, readConnections);
  const presses = serverPool(served, pressConnections);
  const close = async () => {
    await Promise.all([writes.end(), reads.end(), presses.end()]);
  };
  const server = createPooledDatabase({ writes, reads, presses, code, mostPerBatch: 1_000, close });
  const marked = { ...server, mark: createWriteMarks(server.read) };
  return replicaUrl === null ? marked : withReplica(marked, replicaUrl, sessionOptions(lockTimeoutMs));
}

async function openEmbedded(dataFolder: string, snapshot?: Blob): Promise<Database> {
  const inMemory = dataFolder.startsWith("memory://");
  const unlock = inMemory ? async () => undefined : await lockFolder(dataFolder);
  const place = inMemory ? dataFolder : `${dataFolder}/pglite`;
  try {
    if (!inMemory) await checkEmbeddedFolder(place);
    return await openEngine(new PGlite(place, snapshot && { loadDataDir: snapshot }), place, unlock);
  } catch (error) {
    await unlock();
    throw error;
  }
}

/** The log goes on in another file, and those before it are deleted; what a stop set aside to be used again stays. */
const freshLog = ["set wal_recycle = off", "select pg_switch_wal()", "checkpoint"];

async function openEngine(engine: PGlite, place: string, unlock: () => Promise<void>): Promise<Database> {
  // The pool's patience is for a lost server; this start may take longer, and a pool that gives up on it never says so.
  await engine.waitReady.catch(blameEngine(place));
  const config = createPgConfig(engine) as unknown as PoolConfig;
  const pool = new Pool({ ...config, max: 1, connectionTimeoutMillis: 5_000, idleTimeoutMillis: 0 });
  const set = async (settings: object) => {
    for (const [name, value] of Object.entries(settings)) await pool.query(`set ${name} = '${value}'`);
  };
  await set(embeddedSettings.migrating);
  const code = await migrate(pool).catch(blameFiles(place));
  await set(embeddedSettings.serving);
  const close = async () => {
    await pool.end();
    await engine.close();
    await unlock();
  };
  // With the one connection taken nothing else is under way; everybody else waits as behind a long statement.
  const dump = async (rewritten: readonly string[]) => {
    const client = await pool.connect();
    // A deleted row stays in its page, in its indexes and in the log until they are written anew.
    const steps = [...rewritten.map((table) => `vacuum full ${table}`), ...freshLog];
    return steps
      .reduce((before, step) => before.then(() => client.query(step)), Promise.resolve<unknown>(null))
      .then(() => engine.dumpDataDir("gzip"))
      .finally(() => client.release());
  };
  return {
    ...createPooledDatabase({ writes: pool, reads: pool, presses: pool, code, mostPerBatch: 200, close }),
    dump,
  };
}

/** Opens and migrates the database. Embedded, the folder is this process's alone. Fails when it cannot be reached. */
export function openDatabase({ databaseUrl, dataFolder, snapshot, ...wish }: Place): Promise<Database> {
  return databaseUrl === null ? openEmbedded(dataFolder, snapshot) : openServer({ databaseUrl, ...wish });
}
