import type { PersonId } from "../../shared/ids.ts";
import type { Database } from "../platform/database/index.ts";
import type { LineNews, LiveEntry, News } from "./ports.ts";

type NewsRow = Omit<News, "listOpen" | "filledAt" | "closedAt" | "fillsGaps" | "largestParty"> & {
  list_open: boolean;
  filled_at: Date | null;
  closed_at: Date | null;
  fills_gaps: boolean;
  largest_party: number;
};

/** The news of lines from PostgreSQL, read apart from the presses. */
export function createSqlLineNews(database: Database): LineNews {
  const { code } = database;
  return {
    async read(asked, most) {
      const rows = await database.read<NewsRow>({
        name: "line-news",
        text: `select slot::text, rev::integer, departed, held, capacity, waiting, paused, list_open, filled_at,
          closed_at, fills_gaps, largest_party, next, gone
          from ${code}.line_news($1, $2, $3)`,
        values: [asked.map(({ slot }) => slot), asked.map(({ since }) => since), most],
      });
      return rows.map(({ list_open, filled_at, closed_at, fills_gaps, largest_party, ...row }) => ({
        ...row,
        listOpen: list_open,
        filledAt: filled_at?.toISOString() ?? null,
        closedAt: closed_at?.toISOString() ?? null,
        fillsGaps: fills_gaps,
        largestParty: largest_party,
      }));
    },
    async owners(slot, tickets) {
      const rows = await database.read<{ person: PersonId }>({
        text: "select person_id as person from entry where slot_id = $1 and ticket = any ($2)",
        values: [slot, tickets],
      });
      return rows.map(({ person }) => person);
    },
    async among(slot, people, states) {
      const rows = await database.read<{ person: PersonId }>({
        text: `select person_id as person from entry where person_id + 0 = any ($2) and slot_id - 0 = $1
          and state in ('waiting', 'waitlisted', 'offered', 'confirmed') and state = any ($3)`,
        values: [slot, people, states],
      });
      return rows.map(({ person }) => person);
    },
    liveEntries: (people, most) =>
      database.read<LiveEntry>({
        text: `select person_id as person, slot_id as slot, state from entry
          where person_id + 0 = any ($1) and state in ('waiting', 'waitlisted', 'offered', 'confirmed') limit $2`,
        values: [people, most],
      }),
  };
}
