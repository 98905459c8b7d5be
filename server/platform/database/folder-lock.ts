import { randomUUID } from "node:crypto";
import { link, mkdir, readFile, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { SettingsError } from "../settings.ts";
import { answers, forget, standBy } from "./folder-witness.ts";

interface Holder {
  readonly pid: number;
  readonly started: string;
  readonly token: string;
}

/** When a process started, in the kernel's ticks, so that a reused pid is not taken for the holder. Linux only. */
async function startOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
}

async function isAlive(folder: string, holder: Holder): Promise<boolean> {
  return (await isVisible(holder)) || answers(folder, holder.token);
}

/** Whether its process can be seen from here; one in another container cannot. */
async function isVisible({ pid, started }: Holder): Promise<boolean> {
  const now = await startOf(pid);
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Another user's: when it started may be hidden from us, and then it counts as the holder.
    return (error as NodeJS.ErrnoException).code === "EPERM" && (now === "" || now === started);
  }
  return now === started;
}

function holderIn(text: string): Holder | null {
  try {
    return JSON.parse(text) as Holder;
  } catch {
    return null;
  }
}

const lockIn = (folder: string): string => join(folder, "popline.lock");
const readLock = (path: string): Promise<string | null> => readFile(path, "utf8").catch(() => null);
const refusal = (folder: string, who: string) =>
  new SettingsError(`DATA_DIR: ${folder} is in use by ${who}. Stop that one first.`);

/** Puts our lock in the place of one whose process is gone; one at a time, as mkdir is atomic. */
async function takeOver(folder: string, path: string, draft: string): Promise<void> {
  const takeover = `${path}.takeover`;
  const starting = () => {
    throw refusal(folder, `a process that is starting (if none is, remove ${takeover})`);
  };
  await mkdir(takeover).catch(starting);
  try {
    const text = await readLock(path);
    // Released meanwhile: whoever links next has it, and nobody's is written over.
    if (text === null) return await link(draft, path).catch(starting);
    const holder = holderIn(text);
    if (holder !== null && (await isAlive(folder, holder))) throw refusal(folder, `process ${holder.pid}`);
    await rename(draft, path);
    if (holder !== null) await forget(folder, holder.token);
  } finally {
    await rmdir(takeover);
  }
}

/** Who holds the folder, and whether signals from here reach that process; null when nobody does. */
export async function holderOf(folder: string): Promise<{ readonly pid: number; readonly isHere: boolean } | null> {
  const holder = holderIn((await readLock(lockIn(folder))) ?? "");
  if (holder === null) return null;
  if (await isVisible(holder)) return { pid: holder.pid, isHere: true };
  return (await answers(folder, holder.token)) ? { pid: holder.pid, isHere: false } : null;
}

const noBackupYet = (): void => undefined;
/** Whoever a lock names may be asked for a backup before they can make one, and SIGUSR2 unheard ends a process. */
function outliveAsking(): void {
  process.off("SIGUSR2", noBackupYet);
  process.on("SIGUSR2", noBackupYet);
}

/**
 * Holds the folder for this process alone; two processes on one embedded database lose data silently. A lock left by a
 * killed process is taken over. Fails with a message that names folder and holder.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true });
  const path = lockIn(folder);
  const draft = `${path}.${randomUUID()}`;
  const mine: Holder = { pid: process.pid, started: await startOf(process.pid), token: randomUUID() };
  const leave = await standBy(folder, mine.token);
  outliveAsking();
  try {
    await writeFile(draft, JSON.stringify(mine));
    await link(draft, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
      return takeOver(folder, path, draft);
    });
  } catch (error) {
    await leave();
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
  return async () => {
    // The socket last: as long as the lock is there, its holder answers.
    if (holderIn((await readLock(path)) ?? "")?.token === mine.token) await rm(path, { force: true });
    await leave();
  };
}
