import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { backupFile, packBackup } from "./backup-file.ts";
import { writeWhole } from "./write-whole.ts";

/** Writes a backup of the embedded database into its folder each time the process is told SIGUSR2. */
export function keepBackups(folder: string, dump: () => Promise<Blob>, onTrouble: (error: unknown) => void): void {
  async function write(): Promise<void> {
    const asOf = new Date().toISOString();
    const copy = new Uint8Array(await (await dump()).arrayBuffer());
    const secret = await readFile(join(folder, "session-secret"), "utf8").catch(() => null);
    await writeWhole(join(folder, backupFile), packBackup({ asOf, secret, copy }));
  }
  let last: Promise<void> = Promise.resolve();
  process.on("SIGUSR2", () => {
    last = last.then(write).catch(onTrouble);
  });
}
