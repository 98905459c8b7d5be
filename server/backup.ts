import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { backupFile } from "./platform/database/index.ts";

const [patienceMs, lookEveryMs] = [120_000, 50];
const usage = "npm run backup -- FILE  (of the server that runs on DATA_DIR, ./data without it)";
const noServer = (folder: string) => new Error(`No server runs on ${folder}. Copy the folder itself instead.`);

/** The process that holds the folder (platform/database/folder-lock.ts). */
async function holderOf(folder: string): Promise<number> {
  const lock = await readFile(join(folder, "popline.lock"), "utf8").catch(() => {
    throw noServer(folder);
  });
  return JSON.parse(lock).pid;
}

function tell(pid: number, signal: NodeJS.Signals | 0, folder: string): void {
  try {
    process.kill(pid, signal);
  } catch {
    throw noServer(folder);
  }
}

/** Has the running server write a copy of its database, and takes it away with what its sessions are sealed with. */
async function backUp(folder: string, file: string): Promise<void> {
  const made = join(folder, backupFile);
  const pid = await holderOf(folder);
  await rm(made, { force: true });
  const asOf = new Date().toISOString();
  tell(pid, "SIGUSR2", folder);
  const until = Date.now() + patienceMs;
  const secret = await readFile(join(folder, "session-secret"), "utf8").catch(() => null);
  await writeFile(`${file}.json`, JSON.stringify({ asOf, secret }), { mode: 0o600 });
  while (
    !(await rename(made, file)
      .then(() => true)
      .catch(waitOn))
  ) {
    tell(pid, 0, folder);
    if (Date.now() > until) throw new Error("The server wrote no copy; its log says why.");
    await pause(lookEveryMs);
  }
  console.log(`Everything that was acknowledged by ${asOf} is in ${file}. What comes later is not.`);
}

function waitOn(error: NodeJS.ErrnoException): false {
  if (error.code === "ENOENT") return false;
  throw error;
}

async function main(): Promise<void> {
  const [file] = process.argv.slice(2);
  if (file === undefined) throw new Error(usage);
  await backUp(resolve(process.env.DATA_DIR ?? "./data"), resolve(file));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
