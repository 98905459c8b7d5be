import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from "kysely";
import type { Statement } from "./database.ts";

/** A query builder that only compiles: statements run through the one `Database`, which knows the open transaction. */
export function queryBuilder<Tables>() {
  return new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (builder) => new PostgresIntrospector(builder),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
}

/** Turns a built query into a statement. */
export function compiled(query: { compile(): { sql: string; parameters: readonly unknown[] } }): Statement {
  const { sql, parameters } = query.compile();
  return { text: sql, values: parameters };
}
