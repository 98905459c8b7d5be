import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { waitUntil } from "../../../load/processes/wait-until.ts";
import { folderOfPostgres, type Postgres, runAsPostgres, startPostgres } from "../../services/postgres.ts";

export async function ask<Row extends object>({ url }: Pick<Postgres, "url">, text: string): Promise<Row> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<Row>(text).finally(() => client.end());
  return rows[0] as Row;
}

/** What is kept elsewhere than PostgreSQL's own folder: a base backup, and its log, segment by segment. */
interface Shelf {
  readonly folder: string;
  readonly base: string;
  readonly log: string;
}

async function makeShelf(): Promise<Shelf> {
  const folder = await folderOfPostgres();
  const shelf = { folder, base: join(folder, "base"), log: join(folder, "log") };
  await runAsPostgres("/bin/mkdir", shelf.log);
  return shelf;
}

async function takeBase({ port }: Postgres, { base }: Shelf): Promise<void> {
  const from = ["--host=127.0.0.1", `--port=${port}`, "--username=postgres"];
  await runAsPostgres("pg_basebackup", ...from, `--pgdata=${base}`, "--checkpoint=fast");
  await runAsPostgres("pg_verifybackup", "--quiet", base);
}

/** Resolves when everything written so far is in the archive. */
async function archive(postgres: Postgres, { log }: Shelf): Promise<void> {
  const segment = await ask<{ name: string }>(postgres, "select pg_walfile_name(pg_switch_wal()) as name");
  const isThere = async () => (await readdir(log)).includes(segment.name);
  await waitUntil(isThere, { what: "the last segment is in the archive" });
}

async function startRestored({ base, log }: Shelf, target: string): Promise<Postgres> {
  await runAsPostgres("/bin/touch", join(base, "recovery.signal"));
  const recovery = { recovery_target_time: target, recovery_target_action: "promote" };
  return startPostgres({ restoreOf: base, settings: { ...recovery, restore_command: `cp ${log}/%f %p` } });
}

/** PostgreSQL whose log is copied elsewhere, as docs/operating/recovery.md has it. */
export async function startKeptPostgres() {
  const shelf = await makeShelf();
  // A segment has its name once it is there whole: a copy that is under way when all ends is none.
  const copy = `cp %p ${shelf.log}/%f.part && mv ${shelf.log}/%f.part ${shelf.log}/%f`;
  const settings = { archive_mode: "on", archive_command: copy };
  const postgres = await startPostgres({ settings });
  const there = new Set([postgres]);
  return {
    postgres,
    takeBase: () => takeBase(postgres, shelf),
    archive: () => archive(postgres, shelf),
    /** As when its machine burns. */
    async lose(): Promise<void> {
      there.delete(postgres);
      await postgres.kill();
      await postgres.stop();
    },
    /** Up to a moment of the lost server's clock. Fails when the archive ends before it. */
    async restore(target: string): Promise<Postgres> {
      const restored = await startRestored(shelf, target);
      there.add(restored);
      const isOpen = async () => (await ask<{ is: boolean }>(restored, "select not pg_is_in_recovery() as is")).is;
      await waitUntil(isOpen, { what: "what was restored takes writes", timeoutMs: 60_000 });
      return restored;
    },
    async remove(): Promise<void> {
      await Promise.all([...there].map((one) => one.stop()));
      await rm(shelf.folder, { recursive: true });
    },
  };
}
