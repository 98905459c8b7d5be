import type { Database } from "../../platform/database/index.ts";
import type { WatchBook } from "../ports.ts";

/** Of a person and day, of each kind. */
const most = 100;

/** What was shown and opened, in PostgreSQL (watching.sql): of whoever has agreed to it in this version of the text. */
export function createSqlWatchBook(database: Database, version: string): WatchBook {
  const note = async (name: string, rows: readonly object[]): Promise<void> => {
    if (rows.length === 0) return;
    const text = `select ${database.code}.${name}($1, $2, $3)`;
    await database.press({ text, values: [JSON.stringify(rows), version, most] });
  };
  return { shown: (rows) => note("note_shown", rows), opened: (rows) => note("note_opened", rows) };
}
