import type {
  FinalEntry,
  FinalReservation,
  FinalSlotLine,
  SlotHistory,
  Violation,
} from "../../load/history/history.ts";
import { checkSeats } from "../../load/history/seats.ts";
import { checkLiveEntries } from "../../load/history/tickets.ts";
import type { Database } from "../../server/platform/database/index.ts";

/** I1 and I3 of every slot, by its rows: held = confirmed + offered <= capacity, one live entry a person. */
export async function violations(database: Database): Promise<{ slots: number; found: Violation[] }> {
  const read = <Row extends object>(text: string) => database.query<Row>({ text, values: [] });
  const lines = await read<FinalSlotLine>(`select slot_id::text as "slotId", capacity, held, waiting,
    next_ticket as "nextTicket", paused from slot_line`);
  const entries = await read<FinalEntry>(`select slot_id::text as "slotId", ticket, person_id::text as "personId",
    party_size as "partySize", state, press_key as key from entry`);
  const reservations = await read<FinalReservation>(`select id::text, slot_id::text as "slotId", ticket,
    person_id::text as "personId", party_size as "partySize", state from reservation`);
  const histories = lines.map((line): SlotHistory => {
    const isHere = ({ slotId }: { slotId: string }) => slotId === line.slotId;
    const slot = { slotId: line.slotId, capacity: line.capacity, fillsGaps: false, largestParty: 20 };
    const rows = { entries: entries.filter(isHere), reservations: reservations.filter(isHere) };
    return { slot, line, events: [], ranks: [], ...rows };
  });
  const found = histories.flatMap((history) => [...checkSeats(history), ...checkLiveEntries(history)]);
  return { slots: lines.length, found };
}
