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
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  return (await startOf(pid)) === started;
}

async function readHolder(path: string): Promise<Holder | null> {
  const text = await readFile(path, "utf8").catch(() => "");
  try {
    return JSON.parse(text) as Holder;
  } catch {
    return null;
  }
}

/**
 * Holds the folder for this process alone; two processes on one embedded database lose data silently. A lock left by a
 * killed process is taken over, one at a time (mkdir is atomic). Fails with a message that names folder and holder.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, "popline.lock");
  const draft = `${path}.${randomUUID()}`;
  const takeover = join(folder, "popline.lock.takeover");
  const mine: Holder = { pid: process.pid, started: await startOf(process.pid), token: randomUUID() };
  const refuse = (who: string) => new SettingsError(`DATA_DIR: ${folder} is in use by ${who}. Stop that one first.`);

  const leave = await standBy(folder, mine.token);
  await writeFile(draft, JSON.stringify(mine));
  let isMine = false;
  try {
    await link(draft, path);
    isMine = true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    await mkdir(takeover).catch(() => {
      throw refuse(`a process that is starting (if none is, remove ${takeover})`);
    });
    try {
      const holder = await readHolder(path);
      if (holder !== null && (await isAlive(folder, holder))) throw refuse(`process ${holder.pid}`);
      await rename(draft, path);
      isMine = true;
      if (holder !== null) await forget(folder, holder.token);
    } finally {
      await rmdir(takeover);
    }
  } finally {
    await rm(draft, { force: true });
    if (!isMine) await leave();
  }
  return async () => {
    await leave();
    if ((await readHolder(path))?.token === mine.token) await rm(path, { force: true });
  };
}
