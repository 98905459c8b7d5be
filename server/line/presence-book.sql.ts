import type { Database } from "../platform/database/index.ts";
import type { PresenceBook } from "./ports.ts";

/** In the order of their numbers: two processes that write the same people never wait for each other in a circle. */
const keep = (code: string) => `insert into presence (person_id, until)
  select person, ${code}.clock() + interval '1 minute' from unnest($1::bigint[]) as person order by person
  on conflict (person_id) do update set until = excluded.until`;

/** Whose page is open, in PostgreSQL. */
export function createSqlPresenceBook(database: Database): PresenceBook {
  return {
    mostAtOnce: database.mostPerBatch,
    async keep(people) {
      await database.press({ name: "presence", text: keep(database.code), values: [people] });
    },
  };
}
