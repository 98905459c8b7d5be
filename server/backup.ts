import { readFile, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { askForBackup, backupFile, holderOf, namedFile, readBackup, writeWhole } from "./platform/database/index.ts";

const [patienceMs, lookEveryMs] = [120_000, 50];
const usage = "npm run backup -- FILE  (of the server that runs on DATA_DIR, ./data without it)";

/** The server's latest backup, once it began after `asked`: one that was under way may lack what was told since. */
async function latestOf(folder: string, made: string, asked: string): Promise<{ asOf: string; bytes: Buffer }> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const isHeld = (await holderOf(folder)) !== null;
    const bytes = await readFile(made).catch(noneYet);
    const asOf = bytes === null ? "" : readBackup(made, bytes).asOf;
    if (bytes !== null && asOf >= asked) return { asOf, bytes };
    if (!isHeld) throw new Error(`The server on ${folder} ended before it had written a backup.`);
    if (Date.now() > until) throw new Error("The server wrote no backup; its log says why.");
    await pause(lookEveryMs);
  }
}

function noneYet(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}

/** Has the running server write a backup of its database, and takes that away. */
async function backUp(folder: string, file: string): Promise<void> {
  const made = join(folder, backupFile);
  if (file === made) throw new Error(`${file} is where the server puts it. Name another file.`);
  await rm(made, { force: true });
  const asked = new Date().toISOString();
  await askForBackup(folder);
  try {
    const { asOf, bytes } = await latestOf(folder, made, asked);
    await writeWhole(file, bytes).catch((error: Error) => {
      throw new Error(`${file} could not be written (${error.message}). Nothing was taken away.`, { cause: error });
    });
    console.log(`Everything that was acknowledged by ${asOf} is in ${file}. What comes later is not.`);
  } finally {
    await rm(made, { force: true });
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
