import type { RunningLine } from "../../shared/operations.ts";
import type { Database } from "../platform/database/index.ts";
import type { LineList } from "./ports.ts";

const mostReckoned = 10_000;

type Row = Omit<RunningLine, "startsAt"> & { readonly startsAt: Date };

/** Running lines in PostgreSQL, as reckon-lines.sql adds them up. */
export function createSqlLineList(database: Database): LineList {
  const text = `select line.slot::text as "slotId", store.id::text as "storeId", store.name as "storeName",
      slot.starts_at as "startsAt", store.time_zone as "timeZone", line.seats as capacity, line.seated,
      line.people_waiting as waiting, slot_line.paused as "isPaused", line.is_oversold as "isOversold",
      line.is_still as "isStill"
    from ${database.code}.reckon_lines(${mostReckoned}) as line
    join slot on slot.id = line.slot join slot_line on slot_line.slot_id = line.slot
    join store on store.id = slot.store_id
    where line.seated > 0 or line.people_waiting > 0
    order by line.is_oversold desc, line.is_still desc, line.people_waiting desc, slot.starts_at, line.slot limit $1`;
  return {
    async running(most) {
      const rows = await database.read<Row>({ text, values: [most] });
      return rows.map((row) => ({ ...row, startsAt: row.startsAt.toISOString() }));
    },
  };
}
