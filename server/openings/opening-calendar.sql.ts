import type { Database } from "../platform/database/index.ts";
import type { OpeningCalendar } from "./ports.ts";

/** By the index of openings; a database clock decides, as for the openings themselves. */
export function createSqlOpeningCalendar({ code, query }: Database): OpeningCalendar {
  return {
    async isNear(beforeMinutes, afterMinutes) {
      const [row] = await query<{ near: boolean }>({
        text: `select exists (select from store where published_at is not null and opens_at between
            ${code}.clock() - make_interval(mins => $2) and ${code}.clock() + make_interval(mins => $1)) as near`,
        values: [beforeMinutes, afterMinutes],
      });
      return row?.near ?? false;
    },
  };
}
