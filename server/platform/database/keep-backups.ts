import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { backupFile, packBackup, troubleFile } from "./backup-file.ts";
import { removeDrafts, writeWhole } from "./write-whole.ts";

/**
 * Writes a backup of the embedded database into its folder, or why not, each time the process is told SIGUSR2. Takes
 * away the halves of what a server wrote that was killed meanwhile: they hold people who may have been erased since.
 */
export function keepBackups(folder: string, dump: () => Promise<Blob>, onTrouble: (error: unknown) => void): void {
  async function write(asOf: string): Promise<void> {
    const copy = new Uint8Array(await (await dump()).arrayBuffer());
    const secret = await readFile(join(folder, "session-secret"), "utf8").catch(() => null);
    await writeWhole(join(folder, backupFile), packBackup({ asOf, secret, copy }));
  }

  /** On a disk without room for a line there is room for a name. */
  async function tell(asOf: string, error: unknown): Promise<void> {
    const said = `${asOf}\n${error instanceof Error ? error.message : String(error)}`;
    const file = join(folder, troubleFile);
    await writeWhole(file, Buffer.from(said)).catch(() => writeFile(file, ""));
  }

  async function writeOrTell(): Promise<void> {
    const asOf = new Date().toISOString();
    await write(asOf).catch(async (error) => {
      onTrouble(error);
      await tell(asOf, error);
    });
  }

  async function tidy(): Promise<void> {
    for (const name of [backupFile, troubleFile]) await removeDrafts(join(folder, name));
  }

  let last = tidy().catch(onTrouble);
  process.on("SIGUSR2", () => {
    last = last.then(writeOrTell).catch(onTrouble);
  });
}
