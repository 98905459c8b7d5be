import { type Entry, joinRefusals } from "../../../shared/line.ts";
import { type Answer, isProblem, type Problem, write } from "../api.ts";
import { isLive } from "../slots/kept-place.ts";

/** The server does not know the place of this receipt: it knows of none, or only of one that ended before it. */
export function isForgotten(found: Entry | null, { ticket, receipt }: Entry): boolean {
  return receipt !== undefined && (found === null || (found.ticket < ticket && !isLive(found)));
}

/** Whoever is told one of these has no place; of anything else nobody knows. */
const refusals = new Set<Problem["problem"]>([...joinRefusals, "bad-request"]);

/**
 * My entry in a slot as the server answered it. Where it does not know the one I hold the receipt of, that is
 * presented: whoever does so within a minute has their place again, whoever is later another one at the back. Refused
 * that too, the line being full or the slot closed, I have what the server knows of.
 */
export async function orByReceipt(found: Answer<Entry | null>, before: Entry | null): Promise<Answer<Entry | null>> {
  if (before === null || (found !== null && "problem" in found) || !isForgotten(found, before)) return found;
  const { slotId, receipt } = before;
  const back = await write<Entry>("POST", `/api/slots/${slotId}/entries`, { body: { receipt } });
  return isProblem(back) && refusals.has(back.problem) ? found : back;
}
