import { readdir, readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { SettingsError } from "../settings.ts";

/** The major version of PostgreSQL that PGlite is; another one's files are nothing to it. */
const engineVersion = "18";
/** Without one of these there is no database; PGlite would write over what is left of it, or end in a stack. */
const needed = ["global/pg_control", "postgresql.conf", "base/5/PG_VERSION", "pg_wal", "pg_xact", "pg_multixact"];

/** Where `npm run restore` makes a database, beside the one it is to be. */
export const restoring = "restoring";

const advice = (folder: string) =>
  `Put a copy of it back, or move it away (mv ${folder} ${folder}.broken) to begin with an empty one.`;

function broken(folder: string, why: string): SettingsError {
  return new SettingsError(
    `DATA_DIR: the database in ${folder} is broken: ${why}. Nothing was changed. ${advice(folder)}`,
  );
}

/** A server that began an empty world in the place of the one that was to come back would say nothing of it. */
async function refuseHalfRestored(folder: string): Promise<void> {
  const draft = join(dirname(folder), restoring);
  if ((await stat(draft).catch(() => null)) === null) return;
  const how = `Restore again, or remove ${draft} to begin with an empty database`;
  throw new SettingsError(`DATA_DIR: a restore into ${dirname(folder)} was not finished. ${how}.`);
}

/** Folders without a file are what a first start leaves that was ended early; it may begin anew there. */
async function hasFiles(folder: string): Promise<boolean> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found.some((entry) => !entry.isDirectory());
}

/**
 * Refuses, before the engine writes anything, a folder that holds something and is no whole database, or another
 * version's. Fails with a message that says what is wrong and what to do.
 */
export async function checkEmbeddedFolder(folder: string): Promise<void> {
  const isWhole = (name: string) =>
    stat(join(folder, name)).then(
      (found) => found.isDirectory() || found.size > 0,
      () => false,
    );
  const place = await stat(folder).catch(() => null);
  if (place === null) return refuseHalfRestored(folder);
  if (!place.isDirectory()) throw broken(folder, "it is a file");
  const version = await readFile(join(folder, "PG_VERSION"), "utf8").catch(() => null);
  if (version === null && !(await hasFiles(folder))) return;
  if (version === null) throw broken(folder, "PG_VERSION is missing");
  if (version.trim() !== engineVersion) {
    throw broken(folder, `PG_VERSION says ${JSON.stringify(version.trim())}, and this release needs ${engineVersion}`);
  }
  for (const name of needed) if (!(await isWhole(name))) throw broken(folder, `${name} is missing or empty`);
}

/** What only the engine finds, in words: the reason it gives is a line in its own log, and a stack. */
export function blameEngine(folder: string) {
  return (error: unknown): never => {
    if (typeof (error as NodeJS.ErrnoException).code === "string") throw error;
    const why = "PostgreSQL does not start on it. It may be broken, or the disk full";
    throw new SettingsError(`DATA_DIR: the database in ${folder} cannot be opened: ${why}. ${advice(folder)}`);
  };
}

/** The same of its first statements, which read files that are gone or spoiled (SQLSTATE classes 58 and XX). */
export function blameFiles(folder: string) {
  return (error: unknown): never => {
    const { code, message } = error as NodeJS.ErrnoException;
    if (!/^(58|XX)/.test(String(code))) throw error;
    throw new SettingsError(`DATA_DIR: the database in ${folder} is broken: ${message}. ${advice(folder)}`);
  };
}
