import type { Database } from "../platform/database/index.ts";
import type { CalendarWork } from "./ports.ts";
import { rowsPerPiece } from "./rules.ts";

/** Reminders, notices and openings, by the database's clock; each call is one statement of at most 200 rows. */
export function createSqlCalendarWork(database: Database): CalendarWork {
  async function piece(name: "remind" | "tell_notices" | "announce_openings"): Promise<number> {
    const text = `select ${database.code}.${name}($1) as done`;
    const [row] = await database.press<{ done: number }>({ text, values: [rowsPerPiece] });
    return row?.done ?? 0;
  }
  return {
    remind: () => piece("remind"),
    tellNotices: () => piece("tell_notices"),
    announceOpenings: () => piece("announce_openings"),
    async timeZones(most) {
      // A day more than any zone is ahead or behind.
      const text = `select distinct time_zone as "timeZone" from store
        where ends_on >= (${database.code}.clock() at time zone 'UTC')::date - 2 order by time_zone limit $1`;
      const rows = await database.read<{ timeZone: string }>({ text, values: [most] });
      return rows.map(({ timeZone }) => timeZone);
    },
  };
}
