import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { endEverySession } from "./accounts/sessions.sql.ts";
import {
  type Backup,
  lockFolder,
  namedFile,
  openDatabase,
  readBackup,
  restoring,
  writeWhole,
} from "./platform/database/index.ts";
import { SettingsError } from "./platform/settings.ts";
import { blameDatabase } from "./platform/start-trouble.ts";

const usage = "npm run restore -- FILE  (into DATA_DIR, ./data without it, where there must be no database)";

/** Unpacked here: in the engine's hands a broken archive ends the process with a stack. */
async function unpacked(file: string, copy: Uint8Array): Promise<Blob> {
  const archive = await promisify(gunzip)(copy).catch((error: Error) => {
    throw new Error(`${file} holds no whole copy: ${error.message}. Take another one.`);
  });
  return new Blob([archive]);
}

function blame(file: string) {
  return (error: unknown): never => {
    if (!(error instanceof SettingsError)) throw error;
    throw new Error(`${file} holds no database that can be opened here, or the disk is full.`, { cause: error });
  };
}

/** Makes the database beside where it belongs, and puts it there last of all: a folder has all of it or none. */
async function begin(folder: string, file: string, { secret, copy }: Backup): Promise<void> {
  const draft = join(folder, restoring);
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft);
  try {
    const snapshot = await unpacked(file, copy);
    const database = await openDatabase({ databaseUrl: null, dataFolder: draft, snapshot }).catch(blame(file));
    await endEverySession(database).finally(() => database.close());
    if (secret !== null) await writeWhole(join(folder, "session-secret"), Buffer.from(secret));
    await rename(join(draft, "pglite"), join(folder, "pglite"));
  } finally {
    await rm(draft, { recursive: true });
  }
}

/** Begins the folder's database with a backup that server/backup.ts took, and says up to when it is whole. */
async function restore(folder: string, file: string): Promise<void> {
  const bytes = await readFile(file).catch((error: Error) => {
    throw new Error(`${file} could not be read (${error.message}). Nothing was restored.`, { cause: error });
  });
  const backup = readBackup(file, bytes);
  const unlock = await lockFolder(folder).catch(blameDatabase({ databaseUrl: null }));
  try {
    if (existsSync(join(folder, "pglite"))) throw new Error(`There is a database in ${folder}. Move it away first.`);
    await begin(folder, file, backup);
  } finally {
    await unlock();
  }
  console.log(`Restored: everything that was acknowledged by ${backup.asOf}. What was acknowledged later is lost.`);
  console.log("Everybody is signed out. Whoever was erased later is there again, and so is what was taken back later:");
  console.log("docs/operating/recovery.md says what can be done about it, and where nothing can.");
}

async function main(): Promise<void> {
  const file = namedFile(process.argv.slice(2), usage);
  await restore(resolve(process.env.DATA_DIR ?? "./data"), file);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
