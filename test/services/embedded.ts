import { readFile } from "node:fs/promises";
import { inject } from "vitest";
import { type Database, openDatabase } from "../../server/platform/database/index.ts";

/** An embedded database of its own, in memory, migrated. */
export async function openEmbedded(): Promise<Database> {
  const snapshot = new Blob([await readFile(inject("embeddedSnapshot"))]);
  return openDatabase({ databaseUrl: null, dataFolder: "memory://", snapshot });
}
