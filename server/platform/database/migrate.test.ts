import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { createPgConfig } from "@electric-sql/pglite/node-postgres";
import pg, { type PoolConfig } from "pg";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { startChild } from "../../../load/processes/child.ts";
import { waitUntil } from "../../../load/processes/wait-until.ts";
import { createTestDatabase } from "../../../test/services/test-database.ts";
import { migrate } from "./migrate.ts";

/** An embedded database that nobody has migrated, made once: each takes seconds. */
const untouched = PGlite.create("memory://").then((engine) => engine.dumpDataDir("none").finally(() => engine.close()));

const root = join(import.meta.dirname, "../../..");

interface Place {
  readonly pool: pg.Pool;
  readonly url: string | null;
  readonly close: () => Promise<void>;
}

/** A database that nobody has migrated, or one that was: a copy, since each migration takes a second of processor. */
async function openPlace(engine: "embedded" | "server", migrated: boolean): Promise<Place> {
  if (engine === "embedded") {
    const snapshot = migrated ? new Blob([await readFile(inject("embeddedSnapshot"))]) : await untouched;
    const pglite = new PGlite("memory://", { loadDataDir: snapshot });
    const pool = new pg.Pool({ ...(createPgConfig(pglite) as unknown as PoolConfig), max: 1 });
    return { pool, url: null, close: () => pool.end().then(() => pglite.close()) };
  }
  const { url, drop } = await createTestDatabase({ migrated });
  const pool = new pg.Pool({ connectionString: url, max: 4 });
  // The database may go before the server has noticed that a connection was given up.
  pool.on("connect", (client) => client.on("error", () => undefined));
  // Its database goes while the last connections end.
  pool.on("error", () => undefined);
  return { pool, url, close: () => pool.end().then(drop) };
}

/** Every migration and code version with its moment, and every relation and function of ours. */
async function standing(pool: pg.Pool) {
  const { rows } = await pool.query<{ thing: string }>(
    `select 'migration ' || name || ' ' || hash || ' ' || applied_at as thing from migration
     union all select 'code ' || name from code_version
     union all select 'relation ' || oid || ' ' || relname from pg_class where relnamespace = 'public'::regnamespace
     union all select 'function ' || proc.oid || ' ' || proname from pg_proc as proc
       join pg_namespace as schema on schema.oid = pronamespace where nspname like 'code\\_%'
     order by 1`,
  );
  return rows.map(({ thing }) => thing);
}

const schemas = async (pool: pg.Pool) => {
  const text = "select nspname as name from pg_namespace where nspname like 'code\\_%' order by 1";
  return (await pool.query<{ name: string }>(text)).rows.map(({ name }) => name);
};

/** A code version of another release, as its migrator left it that many minutes ago. */
async function leaveVersion(pool: pg.Pool, name: string, minutesAgo: number): Promise<void> {
  await pool.query(`create schema ${name};
    create function ${name}.clock() returns timestamptz language sql volatile as $$ select clock_timestamp() $$;
    insert into code_version values ('${name}', clock_timestamp() - interval '${minutesAgo} minutes')`);
}

describe.each(["embedded", "server"] as const)("migrate, %s", (engine) => {
  let place: Place;
  beforeEach(async () => {
    place = await openPlace(engine, false);
  });
  afterEach(() => place.close());

  test("an empty database gets every numbered file, in order, and this version's functions", async () => {
    const { pool } = place;
    const code = await migrate(pool);
    const files = (await readdir(join(root, "database/migrations"))).filter((name) => name.endsWith(".sql")).sort();
    const applied = await pool.query<{ name: string }>("select name from migration order by applied_at, name");
    expect(applied.rows.map(({ name }) => name)).toEqual(files);
    expect(code).toMatch(/^code_[0-9a-f]{12}$/);
    expect(await schemas(pool)).toEqual([code]);
    const clock = await pool.query<{ moment: Date }>(`select ${code}.clock() as moment`);
    expect(clock.rows[0]?.moment).toBeInstanceOf(Date);
  });

  test("a migration that fails leaves nothing of itself, and what was committed before stays", async () => {
    const { pool } = place;
    await pool.query("create table slot (already integer)");
    await expect(migrate(pool)).rejects.toMatchObject({ code: "42P07" });
    const { rows } = await pool.query("select to_regclass('person') as person, to_regclass('store') as store");
    expect(rows).toEqual([{ person: "person", store: null }]);
    await pool.query("drop table slot");
    await migrate(pool);
    expect((await pool.query("select from store")).rowCount).toBe(0);
  });
});

describe.each(["embedded", "server"] as const)("migrate, %s, once more", (engine) => {
  let place: Place;
  beforeEach(async () => {
    place = await openPlace(engine, true);
  });
  afterEach(() => place.close());

  test("again, it changes nothing and answers the same version", async () => {
    const { pool } = place;
    const code = await migrate(pool);
    const before = await standing(pool);
    expect(await migrate(pool)).toBe(code);
    expect(await standing(pool)).toEqual(before);
  });

  test("a version that starts again counts as young: going back to an older release keeps its functions", async () => {
    const { pool } = place;
    const code = await migrate(pool);
    await pool.query("update code_version set applied_at = applied_at - interval '1 year'");
    await migrate(pool);
    const young = "select from code_version where name = $1 and applied_at > now() - interval '1 hour'";
    expect((await pool.query(young, [code])).rowCount).toBe(1);
  });

  test("a migration that was changed after it was applied is refused by name; the lock is free again", async () => {
    const { pool } = place;
    const code = await migrate(pool);
    const name = "0002_stores.sql";
    const { rows } = await pool.query("update migration set hash = 'x' || hash where name = $1 returning hash", [name]);
    const before = await standing(pool);
    await expect(migrate(pool)).rejects.toThrow(`Migration ${name} was changed after it was applied.`);
    expect(await standing(pool)).toEqual(before);
    await pool.query("update migration set hash = $2 where name = $1", [name, rows[0].hash.slice(1)]);
    expect(await migrate(pool)).toBe(code);
  });

  test("an older release's functions stay callable beside ours during a deploy", async () => {
    const { pool } = place;
    await migrate(pool);
    const [ours] = (await schemas(pool)) as [string];
    await leaveVersion(pool, "code_000000000001", 10);
    expect(await migrate(pool)).toBe(ours);
    expect(await schemas(pool)).toEqual(["code_000000000001", ours].sort());
    expect((await pool.query("select code_000000000001.clock()")).rowCount).toBe(1);
  });

  test("beyond five others the oldest go, and ours stays however old it is", async () => {
    const { pool } = place;
    const ours = await migrate(pool);
    await pool.query("update code_version set applied_at = applied_at - interval '1 year'");
    const others = [7, 6, 5, 4, 3, 2, 1].map((age) => ({ name: `code_00000000000${age}`, age }));
    for (const { name, age } of others) await leaveVersion(pool, name, age);
    expect(await migrate(pool)).toBe(ours);
    const kept = others.filter(({ age }) => age <= 5).map(({ name }) => name);
    expect(await schemas(pool)).toEqual([...kept, ours].sort());
    const known = await pool.query<{ name: string }>("select name from code_version order by name");
    expect(known.rows.map(({ name }) => name)).toEqual([...kept, ours].sort());
  });
});

test("a migration that waits for somebody's table lets whoever comes after it go on, and ends", async () => {
  const place = await openPlace("server", true);
  const folder = await mkdtemp(join(tmpdir(), "popline-migrations-"));
  await cp(join(root, "database/migrations"), folder, { recursive: true });
  await writeFile(join(folder, "9999_wide.sql"), "alter table entry add column wide integer;");
  const [reader, visitor] = [await place.pool.connect(), await place.pool.connect()];
  await reader.query("begin; select count(*) from entry");
  const migrated = migrate(place.pool, folder);
  const waits = "select from pg_locks where relation = 'entry'::regclass and not granted";
  await waitUntil(async () => (await reader.query(waits)).rowCount, { what: "the migration waits for the table" });
  await visitor.query("set lock_timeout = '60s'");
  expect((await visitor.query("select count(*) from entry")).rowCount).toBe(1);
  await reader.query("commit");
  await migrated;
  expect((await visitor.query("select wide from entry")).rowCount).toBe(0);
  for (const client of [reader, visitor]) client.release();
  await place.close();
  await rm(folder, { recursive: true });
});

/** Migrates in a process of its own and says which version it got. */
const program = `
  import pg from "pg";
  import { migrate } from "./server/platform/database/migrate.ts";
  const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 1 });
  console.log(await migrate(pool));
  await pool.end();`;

test("four processes that start at once on one empty PostgreSQL migrate it once and agree", async () => {
  const place = await openPlace("server", false);
  const environment = { ...process.env, DATABASE_URL: place.url as string };
  const parameters = ["--import", "tsx", "--input-type=module", "--eval", program];
  const start = () => startChild(process.execPath, parameters, { cwd: root, env: environment });
  const processes = await Promise.all([start(), start(), start(), start()]);
  const ends = await Promise.all(processes.map(({ exited }) => exited));
  const said = processes.map(({ lines }) => lines.text().trim());
  expect([ends.map(({ code }) => code), said]).toEqual([[0, 0, 0, 0], Array(4).fill(said[0])]);
  expect(await schemas(place.pool)).toEqual([said[0]]);
  const applied = await place.pool.query("select count(*)::integer as count from migration");
  expect(applied.rows).toEqual([{ count: (await readdir(join(root, "database/migrations"))).length }]);
  await place.close();
});
