import { readFile, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import {
  askForBackup,
  backupFile,
  holderOf,
  namedFile,
  readBackup,
  troubleFile,
  writeWhole,
} from "./platform/database/index.ts";

const [patienceMs, lookEveryMs] = [120_000, 50];
const usage = "npm run backup -- FILE  (of the server that runs on DATA_DIR, ./data without it)";

/**
 * The server's latest backup, once it began after `asked`: one that was under way may lack what was told since. Null
 * where it is still to come after two minutes.
 */
async function latestOf(folder: string, asked: string): Promise<{ asOf: string; bytes: Buffer } | null> {
  const made = join(folder, backupFile);
  const until = Date.now() + patienceMs;
  for (;;) {
    const isHeld = (await holderOf(folder)) !== null;
    const bytes = await readFile(made).catch(noneYet);
    const asOf = bytes === null ? "" : readBackup(made, bytes).asOf;
    if (bytes !== null && asOf >= asked) return { asOf, bytes };
    const trouble = await troubleOf(folder, asked);
    if (trouble !== null)
      throw new Error(`The server on ${folder} wrote no backup: ${trouble}. Nothing is left of it.`);
    if (!isHeld) throw new Error(`The server on ${folder} ended before it had written a backup.`);
    if (Date.now() > until) return null;
    await pause(lookEveryMs);
  }
}

/** What stopped the server's latest backup, once it began after `asked`. */
async function troubleOf(folder: string, asked: string): Promise<string | null> {
  const said = await readFile(join(folder, troubleFile), "utf8").catch(noneYet);
  if (said === "") return "the disk of its folder is full";
  const [asOf = "", ...why] = said?.split("\n") ?? [];
  return asOf >= asked ? why.join(" ") : null;
}

function noneYet(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}

const stillToCome = (made: string, server: number) =>
  `The server has not written its backup within two minutes, and told of no trouble. It may still be at it, or stand
still: look twice with ps -o stat,time -p ${server}; a time that grows is work, a T is a process that was stopped.
Once the backup is whole it is ${made}: take it away from there, or ask again, and that one
is replaced by a newer one.`;

/** Has the running server write a backup of its database, and takes that away. */
async function backUp(folder: string, file: string): Promise<void> {
  const made = [backupFile, troubleFile].map((name) => join(folder, name));
  const clear = () => Promise.all(made.map((name) => rm(name, { force: true })));
  if (made.includes(file)) throw new Error(`${file} is where the server puts it. Name another file.`);
  await clear();
  const asked = new Date().toISOString();
  const server = await askForBackup(folder);
  let isToCome = false;
  try {
    const latest = await latestOf(folder, asked);
    isToCome = latest === null;
    if (latest === null) throw new Error(stillToCome(join(folder, backupFile), server));
    const { asOf, bytes } = latest;
    await writeWhole(file, bytes).catch((error: Error) => {
      throw new Error(`${file} could not be written (${error.message}). Nothing was taken away.`, { cause: error });
    });
    console.log(`Everything that was acknowledged by ${asOf} is in ${file}. What comes later is not.`);
  } finally {
    if (!isToCome) await clear();
  }
}

async function main(): Promise<void> {
  const file = namedFile(process.argv.slice(2), usage);
  await backUp(resolve(process.env.DATA_DIR ?? "./data"), file);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
