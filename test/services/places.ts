import { readFile } from "node:fs/promises";
import { inject } from "vitest";
import { type Database, openDatabase } from "../../server/platform/database/index.ts";
import { createTestDatabase } from "./test-database.ts";

/** An embedded database of its own, in memory, migrated. */
export async function openEmbedded(): Promise<Database> {
  const snapshot = new Blob([await readFile(inject("embeddedSnapshot"))]);
  return openDatabase({ databaseUrl: null, dataFolder: "memory://", snapshot });
}

export interface Place {
  readonly database: Database;
  /** Null for an embedded one. */
  readonly url: string | null;
  close(): Promise<void>;
}

/** A new database on either engine, migrated; gone when it is closed. */
export async function openPlace(engine: "embedded" | "server"): Promise<Place> {
  if (engine === "embedded") {
    const database = await openEmbedded();
    return { database, url: null, close: database.close };
  }
  const { url, drop } = await createTestDatabase({ migrated: true });
  const database = await openDatabase({ databaseUrl: url, dataFolder: "" });
  return { database, url, close: () => database.close().then(drop) };
}
