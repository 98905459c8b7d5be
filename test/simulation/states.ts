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

/** All that is so in a slot of the ledger, and in one of the model: equal when they agree. */
export async function ledgerState(ledger: Ledger, slot: SlotId) {
  const { line, entries, reservations } = await ledger.rows(slot);
  return {
    line,
    entries: entries.map(({ ticket, state, partySize }) => ({ ticket, state, partySize })),
    seats: reservations.filter(({ state }) => state === "confirmed").map(({ ticket }) => ticket),
  };
}

export function modelState(line: ModelLine) {
  return {
    line: countersOf(line),
    entries: line.entries.map(({ ticket, state, partySize }) => ({ ticket, state, partySize })),
    seats: line.entries.filter(({ state }) => state === "confirmed").map(({ ticket }) => ticket),
  };
}
