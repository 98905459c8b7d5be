import type { Person } from "../../shared/accounts.ts";
import type { Database } from "../platform/database/index.ts";
import type { People } from "./ports.ts";

/** A row that was inserted has no older version (xmax). */
const ensure = `insert into person as known (issuer, subject, name, role, email) values ($1, $2, $3, $4, $5)
  on conflict (issuer, subject) do update set email = coalesce(excluded.email, known.email)
  returning id, name, role, xmax = 0 as "isNew"`;

/** People in PostgreSQL. */
export function createSqlPeople(database: Database): People {
  return {
    async ensure({ issuer, subject, name, email }, role) {
      const values = [issuer, subject, name, role, email];
      const [person] = await database.query<Person & { isNew: boolean }>({ text: ensure, values });
      return person as Person & { isNew: boolean };
    },
  };
}
