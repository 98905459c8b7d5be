import type { LedgerPage } from "../../shared/operations.ts";
import type { Database } from "../platform/database/index.ts";
import type { LineLedger } from "./ports.ts";

/** Lines as PostgreSQL has them, line and entries in one snapshot. */
export function createSqlLineLedger(database: Database): LineLedger {
  return {
    async read(slot, after, limit) {
      const [row] = await database.read<{ page: LedgerPage }>({
        text: `select jsonb_build_object(
            'line', jsonb_build_object('capacity', capacity, 'held', held, 'waiting', waiting,
              'nextTicket', next_ticket, 'paused', paused),
            'entries', coalesce((select jsonb_agg(one.entry order by one.ticket) from (
              select entry.ticket, jsonb_build_object('ticket', entry.ticket, 'personId', entry.person_id::text,
                'partySize', entry.party_size, 'state', entry.state, 'key', entry.press_key,
                'reservation', case when reservation.id is null then null
                  else jsonb_build_object('id', reservation.id::text, 'state', reservation.state) end) as entry
              from entry left join reservation
                on reservation.slot_id = entry.slot_id and reservation.ticket = entry.ticket
              where entry.slot_id = $1 and entry.ticket > $2 order by entry.ticket limit $3) as one), '[]')
          ) as page from slot_line where slot_id = $1`,
        values: [slot, after, limit],
      });
      return row?.page ?? null;
    },
  };
}
