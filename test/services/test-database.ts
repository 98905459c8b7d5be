import { inject } from "vitest";
import { createDatabase, type TestDatabase } from "./create-database.ts";

export type { TestDatabase };

/** Creates a database with a name of its own on the run's server: an empty one, or a migrated one. */
export function createTestDatabase({ migrated = false } = {}): Promise<TestDatabase> {
  return createDatabase(inject("postgresUrl"), migrated ? inject("migratedDatabase") : undefined);
}
