import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { createPgConfig } from "@electric-sql/pglite/node-postgres";
import { Pool, type PoolConfig } from "pg";
import type { TestProject } from "vitest/node";
import { buildPrograms } from "../../scripts/setup/programs.mjs";
import { migrate } from "../../server/platform/database/migrate.ts";
import { createDatabase, type TestDatabase } from "./create-database.ts";
import { forgetful, startPostgres } from "./postgres.ts";
import { startRedis } from "./redis.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** A Redis that all tests share, each under prefixes of its own. */
    redisUrl: string;
    /** A server on which tests may create databases; see createTestDatabase(). */
    postgresUrl: string;
    /** The name of a database on it, migrated and empty; see createTestDatabase(). */
    migratedDatabase: string;
    /** The file of an embedded database, migrated and empty; see openEmbedded(). */
    embeddedSnapshot: string;
  }
}

/** Made once: an embedded database takes two seconds of processor to make, and a quarter of that to copy. */
async function makeSnapshot(folder: string): Promise<string> {
  const engine = await PGlite.create("memory://");
  const pool = new Pool({ ...(createPgConfig(engine) as unknown as PoolConfig), max: 1 });
  await migrate(pool);
  const file = join(folder, "embedded.tar");
  const snapshot = await engine.dumpDataDir("none");
  await writeFile(file, Buffer.from(await snapshot.arrayBuffer()));
  await pool.end();
  await engine.close();
  return file;
}

/** Made once: a database on a server is copied in a fraction of the time that its migrations take. */
async function makeMigrated(server: string): Promise<TestDatabase> {
  const database = await createDatabase(server);
  const pool = new Pool({ connectionString: database.url, max: 1 });
  await migrate(pool);
  await pool.end();
  return database;
}

/**
 * One PostgreSQL and one Redis for the whole run, those in DATABASE_URL and REDIS_URL, else our own; and what databases
 * are copies of.
 * Nothing on it outlives the run: tests of what survives a power cut start one of their own.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await buildPrograms();
  const folder = await mkdtemp(join(tmpdir(), "popline-run-"));
  const given = process.env.DATABASE_URL;
  const postgres = given ? null : await startPostgres({ settings: forgetful });
  const url = given || (postgres?.url as string);
  const redis = process.env.REDIS_URL ? null : await startRedis();
  const [snapshot, migrated] = await Promise.all([makeSnapshot(folder), makeMigrated(url)]);
  project.provide("postgresUrl", url);
  project.provide("redisUrl", redis?.url ?? (process.env.REDIS_URL as string));
  project.provide("migratedDatabase", migrated.name);
  project.provide("embeddedSnapshot", snapshot);
  return async () => {
    await migrated.drop();
    await postgres?.stop();
    await redis?.stop();
    await rm(folder, { recursive: true });
  };
}
