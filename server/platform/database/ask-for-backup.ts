import { existsSync } from "node:fs";
import { join } from "node:path";
import { SettingsError } from "../settings.ts";
import { holderOf } from "./folder-lock.ts";

const unreachable = (folder: string, why: string) =>
  new SettingsError(`A server runs on ${folder}, and ${why}. Do not copy the folder while it runs.`);

const nobodyHolds = (folder: string) =>
  new SettingsError(
    existsSync(join(folder, "pglite"))
      ? `No server runs on ${folder}. Copy the folder itself instead.`
      : `There is no database in ${folder}. How PostgreSQL is backed up says docs/operating/recovery.md.`,
  );

/**
 * Has the process that holds the folder begin a backup, and says which one it is. Fails, in words, when none does or it
 * cannot be told.
 */
export async function askForBackup(folder: string): Promise<number> {
  const holder = await holderOf(folder);
  if (holder === null) throw nobodyHolds(folder);
  if (!holder.isHere) throw unreachable(folder, "not where it could be seen from here. Ask in its container");
  try {
    process.kill(holder.pid, "SIGUSR2");
    return holder.pid;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") throw error;
    throw unreachable(folder, `process ${holder.pid} is another user's. Ask as that user, or as root`);
  }
}
