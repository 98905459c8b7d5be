import type { SlotId } from "../../shared/ids.ts";
import type { Ledger } from "../services/ledger.ts";
import { type Seen, seen } from "./ledger-replay.ts";
import { countersOf, type ModelAnswer } from "./model.ts";
import type { ModelLine } from "./model-line.ts";

/** What the model answers, as the ledger would say it. */
export function answerOf(answer: ModelAnswer): Seen {
  if ("problem" in answer) return { problem: answer.problem };
  return "entry" in answer ? seen(answer.entry) : {};
}

/** As one statement: it is asked after every step, and each costs as much as a press. */
const stateOfSlot = `select jsonb_build_object(
  'line', (select jsonb_build_object('capacity', capacity, 'held', held, 'waiting', waiting, 'nextTicket', next_ticket,
    'paused', paused) from slot_line where slot_id = $1),
  'entries', (select coalesce(jsonb_agg(jsonb_build_object('ticket', ticket, 'state', state, 'partySize', party_size)
    order by ticket), '[]') from entry where slot_id = $1),
  'seats', (select coalesce(jsonb_agg(ticket order by ticket), '[]') from reservation
    where slot_id = $1 and state = 'confirmed')) as state`;

/** All that is so in a slot of the ledger, and in one of the model: equal when they agree. */
export async function ledgerState({ database }: Ledger, slot: SlotId): Promise<ReturnType<typeof modelState>> {
  const [row] = await database.query<{ state: ReturnType<typeof modelState> }>({
    name: "state_of_slot",
    text: stateOfSlot,
    values: [slot],
  });
  return (row as { state: ReturnType<typeof modelState> }).state;
}

export function modelState(line: ModelLine) {
  return {
    line: countersOf(line),
    entries: line.entries.map(({ ticket, state, partySize }) => ({ ticket, state, partySize })),
    seats: line.entries.filter(({ state }) => state === "confirmed").map(({ ticket }) => ticket),
  };
}
