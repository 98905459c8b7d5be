import type { OpeningId } from "../../shared/ids.ts";
import { type Database, pressOnce } from "../platform/database/index.ts";
import type { KeptTally, OpeningBook, Paused } from "./ports.ts";
import type { SlotRows, TallyRow } from "./rules.ts";

type Row = Omit<SlotRows, "startsAt"> & { readonly startsAt: Date };

/** One process's tallies as JSON, as `TallyRow` names them. */
export const tallyAsJson = `jsonb_build_object('id', id, 'slot', slot_id::text, 'fresh', fresh, 'repeats', repeats,
  'overtaken', overtaken, 'overtakenMs', overtaken_ms, 'refusals', refusals, 'latencies', to_jsonb(latencies))`;

/** Openings in PostgreSQL: openings.sql keeps them, opening-rows.sql says what happened. */
export function createSqlOpeningBook(database: Database): OpeningBook {
  const { code } = database;
  return {
    keep(tallies) {
      const text = `select id::text, opening::text from ${code}.keep_tallies($1)`;
      return database.query<KeptTally>({ text, values: [JSON.stringify(tallies)] });
    },
    async over(openings) {
      const text = `select known.id::text from unnest($1::bigint[]) as known (id)
        where not exists (select from opening where opening.id = known.id and closed_at is null)`;
      const rows = await database.query<{ id: OpeningId }>({ text, values: [openings] });
      return rows.map(({ id }) => id);
    },
    async due(most, without) {
      const text = `select id::text from ${code}.keep_openings($1, $2) as id`;
      const rows = await database.query<{ id: OpeningId }>({ text, values: [most, without] });
      return rows.map(({ id }) => id);
    },
    async measure(opening) {
      const part = `from opening, least(${code}.clock(), opens_at + interval '10 minutes') as until`;
      const slots = await database.read<Row>({
        text: `select told.slot::text, told.starts_at as "startsAt", told.capacity, told.held, told.arrivals,
            told.outcomes, told.order_errors as "orderErrors", told.idle_seats as "idleSeats", told.untold
          ${part}, ${code}.opening_slots(store_id, opens_at, until) as told where opening.id = $1`,
        values: [opening],
      });
      const [counted] = await database.read<{ seconds: number[]; tallies: TallyRow[] }>({
        text: `select ${code}.opening_seconds(store_id, opens_at, until) as seconds,
            (select coalesce(jsonb_agg(${tallyAsJson}), '[]') from opening_tally where opening_id = $1) as tallies
          ${part} where opening.id = $1`,
        values: [opening],
      });
      return {
        slots: slots.map((row) => ({ ...row, startsAt: row.startsAt.toISOString() })),
        seconds: counted?.seconds ?? [],
        tallies: counted?.tallies ?? [],
      };
    },
    pause: (slots, { id: person, network }, paused, key) =>
      pressOnce<Paused>(database, { person, network, key, call: "pause_slots", arguments: { slots, paused } }),
    async close(opening, report) {
      const values = [opening, JSON.stringify(report)];
      await database.query({ text: `select ${code}.close_opening($1, $2)`, values });
    },
  };
}
