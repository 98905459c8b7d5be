import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { openDatabase } from "./platform/database/index.ts";

const usage = "npm run restore -- FILE  (into DATA_DIR, ./data without it, where there must be no database)";

/** Begins the folder's database with a copy that server/backup.ts took, and says up to when it is whole. */
async function restore(folder: string, file: string): Promise<void> {
  const { asOf, secret } = JSON.parse(await readFile(`${file}.json`, "utf8"));
  if (existsSync(join(folder, "pglite"))) throw new Error(`There is a database in ${folder}. Move it away first.`);
  const snapshot = new Blob([await readFile(file)]);
  await mkdir(folder, { recursive: true });
  if (secret !== null) await writeFile(join(folder, "session-secret"), secret, { mode: 0o600, flag: "wx" });
  const database = await openDatabase({ databaseUrl: null, dataFolder: folder, snapshot });
  await database.close();
  console.log(`Restored: everything that was acknowledged by ${asOf}. What was acknowledged later is lost.`);
}

async function main(): Promise<void> {
  const [file] = process.argv.slice(2);
  if (file === undefined) throw new Error(usage);
  await restore(resolve(process.env.DATA_DIR ?? "./data"), resolve(file));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
