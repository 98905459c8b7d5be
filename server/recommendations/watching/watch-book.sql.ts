import type { Database } from "../../platform/database/index.ts";
import type { WatchBook } from "../ports.ts";

/** Of a person and day, of each kind. */
const most = 100;
/** Rows in a statement: as long as it takes, whoever is in them and signs in waits for it. */
const writtenAtOnce = 500;

/** What was shown and opened, in PostgreSQL (watching.sql): of whoever has agreed to it in this version of the text. */
export function createSqlWatchBook(database: Database, version: string): WatchBook {
  const note = async (name: string, rows: readonly object[]): Promise<void> => {
    const text = `select ${database.code}.${name}($1, $2, $3)`;
    for (let from = 0; from < rows.length; from += writtenAtOnce) {
      const some = JSON.stringify(rows.slice(from, from + writtenAtOnce));
      await database.press({ text, values: [some, version, most] });
    }
  };
  return { shown: (rows) => note("note_shown", rows), opened: (rows) => note("note_opened", rows) };
}
