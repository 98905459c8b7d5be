import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Pool, PoolClient } from "pg";
import { repository } from "../repository.ts";

const lockNumber = 7_105_646;
const versionsKept = 5;
/** A migration waits so long for a table's lock, with all who come after it behind it; then it lets them go on. */
const lockTimeoutMs = 1_000;
const pauseMs = 500;
/** Two minutes and a half: whoever reads for longer than that has to be ended first. */
const mostTries = 100;
/** Somebody has a table for too long, or wants one that we have. */
const lockTroubles = ["55P03", "40P01"];

const migrationFolder = join(repository, "database/migrations");

/** Numbered SQL files, oldest first, and every room's function files as one bundle. */
async function readSources(folder: string) {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort();
  const migrations = await Promise.all(
    names.map(async (name) => ({ name, text: await readFile(join(folder, name), "utf8") })),
  );
  const server = await readdir(join(repository, "server"), { recursive: true });
  const functionFiles = server.filter((name) => name.endsWith(".sql")).sort();
  const functions = await Promise.all(functionFiles.map((name) => readFile(join(repository, "server", name), "utf8")));
  return { migrations, functions: functions.join("\n") };
}

async function inTransaction(client: PoolClient, work: () => Promise<void>) {
  await client.query("BEGIN");
  try {
    await work();
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  }
}

/** The same again and again while somebody has a table that it needs; fails with the database's error in the end. */
async function onceUnlocked(client: PoolClient, work: () => Promise<void>) {
  for (let tries = 1; ; tries += 1) {
    try {
      return await inTransaction(client, async () => {
        await client.query(`set local lock_timeout = ${lockTimeoutMs}`);
        await work();
      });
    } catch (error) {
      if (!lockTroubles.includes((error as { code?: string }).code ?? "") || tries === mostTries) throw error;
      await pause(pauseMs);
    }
  }
}

async function applyMigrations(client: PoolClient, migrations: readonly { name: string; text: string }[]) {
  const applied = await client.query<{ name: string; hash: string }>("select name, hash from migration");
  const known = new Map(applied.rows.map((row) => [row.name, row.hash]));
  for (const { name, text } of migrations) {
    const hash = createHash("sha256").update(text).digest("hex");
    const before = known.get(name);
    if (before !== undefined && before !== hash) throw new Error(`Migration ${name} was changed after it was applied.`);
    if (before !== undefined) continue;
    await onceUnlocked(client, async () => {
      await client.query(text);
      await client.query("insert into migration (name, hash) values ($1, $2)", [name, hash]);
    });
  }
}

/** Old and new processes run side by side during a deploy, each with its own schema; only old ones are dropped. */
async function applyFunctions(client: PoolClient, functions: string): Promise<string> {
  const code = `code_${createHash("sha256").update(functions).digest("hex").slice(0, 12)}`;
  const found = await client.query("select from code_version where name = $1", [code]);
  if (found.rowCount === 0) {
    await inTransaction(client, async () => {
      await client.query(`set local check_function_bodies = off; create schema ${code}`);
      await client.query(functions.replace(/\bcode\./g, `${code}.`));
      await client.query("insert into code_version (name) values ($1)", [code]);
    });
  }
  await client.query("update code_version set applied_at = clock_timestamp() where name = $1", [code]);
  const old = await client.query<{ name: string }>(
    "select name from code_version where name <> $1 order by applied_at desc offset $2",
    [code, versionsKept],
  );
  for (const { name } of old.rows) {
    await inTransaction(client, async () => {
      await client.query(`drop schema ${name} cascade`);
      await client.query("delete from code_version where name = $1", [name]);
    });
  }
  return code;
}

/**
 * Brings the schema up to date, one process at a time (advisory lock), and answers the schema of this version's
 * functions. Function files write `code.` before the name of each of our functions; the hash of all of them together
 * takes its place. Fails with the database's error; what was committed before stays. A table that somebody has is
 * waited for without holding up whoever else comes for it. `folder` is where the numbered files are.
 */
export async function migrate(pool: Pool, folder = migrationFolder): Promise<string> {
  const { migrations, functions } = await readSources(folder);
  const client = await pool.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [lockNumber]);
    await client.query(
      `create table if not exists migration
         (name text primary key, hash text not null, applied_at timestamptz not null default now());
       create table if not exists code_version
         (name text primary key, applied_at timestamptz not null default clock_timestamp())`,
    );
    await applyMigrations(client, migrations);
    return await applyFunctions(client, functions);
  } finally {
    await client.query("select pg_advisory_unlock($1)", [lockNumber]).catch(() => undefined);
    client.release();
  }
}
