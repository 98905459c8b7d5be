import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { inject } from "vitest";
import { type Database, openDatabase } from "../../server/platform/database/index.ts";
import { createTestDatabase } from "./test-database.ts";

/** An embedded database of its own, in memory, migrated. */
export async function openEmbedded(): Promise<Database> {
  const snapshot = new Blob([await readFile(inject("embeddedSnapshot"))]);
  return openDatabase({ databaseUrl: null, dataFolder: "memory://", snapshot });
}

/**
 * A folder with an embedded database, migrated, for a server's DATA_DIR: it starts on it in two thirds of the time that
 * it needs to make one. Gone with the run.
 */
export async function embeddedFolder(): Promise<string> {
  const snapshot = inject("embeddedSnapshot");
  const folder = await mkdtemp(join(dirname(snapshot), "embedded-"));
  const place = join(folder, "pglite");
  await mkdir(place);
  await promisify(execFile)("tar", ["--extract", "--file", snapshot, "--directory", place]);
  return folder;
}

export interface Place {
  readonly database: Database;
  /** Null for an embedded one. */
  readonly url: string | null;
  close(): Promise<void>;
}

/** For tests that let go of a lock once they have seen somebody wait for it, however late they see it. */
export const patient = { lockTimeoutMs: 60_000 };

/** A new database on either engine, migrated; gone when it is closed. */
export async function openPlace(engine: "embedded" | "server", wish: Partial<typeof patient> = {}): Promise<Place> {
  if (engine === "embedded") {
    const database = await openEmbedded();
    return { database, url: null, close: database.close };
  }
  const { url, drop } = await createTestDatabase({ migrated: true });
  const database = await openDatabase({ databaseUrl: url, dataFolder: "", ...wish });
  return { database, url, close: () => database.close().then(drop) };
}
