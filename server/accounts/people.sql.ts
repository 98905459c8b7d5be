import { sql } from "kysely";
import { compiled, type Database, queryBuilder } from "../platform/database/index.ts";
import type { KnownPerson, People } from "./ports.ts";

interface Tables {
  person: { id: string; issuer: string; subject: string; name: string; role: string; session_version: number };
}

const build = queryBuilder<Tables>();
const columns = ["id", "name", "role", "session_version as sessionVersion"] as const;

/** People in PostgreSQL. */
export function createSqlPeople(database: Database): People {
  return {
    async ensure(issuer, subject, name, role) {
      const values = { issuer, subject, name, role } as never;
      const insert = build
        .insertInto("person")
        .values(values)
        .onConflict((conflict) => conflict.columns(["issuer", "subject"]).doUpdateSet({ name: sql`excluded.name` }))
        .returning(columns);
      const [person] = await database.query<KnownPerson>(compiled(insert));
      return person as KnownPerson;
    },

    // One statement for everybody whose session was asked about in the same instant; see session-people.ts.
    find: (ids) =>
      database.read<KnownPerson>({
        name: "people",
        text: `select id, name, role, session_version as "sessionVersion" from person where id = any ($1::bigint[])`,
        values: [ids],
      }),

    async raiseSessionVersion(id) {
      const raise = build.updateTable("person").set({ session_version: sql`session_version + 1` }).where("id", "=", id);
      await database.query(compiled(raise));
    },
  };
}
