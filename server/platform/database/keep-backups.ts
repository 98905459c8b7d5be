import { open, rename } from "node:fs/promises";
import { join } from "node:path";

/** The latest copy, in the data folder, whole or not there. Whoever asked takes it away (server/backup.ts). */
export const backupFile = "backup.tar.gz";

/** Writes a copy of the embedded database into its folder each time the process is told SIGUSR2. */
export function keepBackups(folder: string, dump: () => Promise<Blob>, onTrouble: (error: unknown) => void): void {
  async function write(): Promise<void> {
    const copy = Buffer.from(await (await dump()).arrayBuffer());
    const draft = join(folder, `${backupFile}.part`);
    const file = await open(draft, "w", 0o600);
    await file.writeFile(copy);
    await file.sync();
    await file.close();
    await rename(draft, join(folder, backupFile));
  }
  let last: Promise<void> = Promise.resolve();
  process.on("SIGUSR2", () => {
    last = last.then(write).catch(onTrouble);
  });
}
