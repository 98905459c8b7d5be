import type { Entry } from "../../../shared/line.ts";
import { type Answer, write } from "../api.ts";

/** A receipt begins with its epoch: one after the first was given again after a loss (docs/decisions/0039). */
export function isOfLaterEpoch(receipt: string): boolean {
  return Number(receipt.split(".", 1)[0]) > 1;
}

/**
 * My entry in a slot as the server answered it. Where it knows of none, and I hold the receipt of one that was not
 * written yet, that is presented: whoever does so within a minute has their place again.
 */
export async function orByReceipt(found: Answer<Entry | null>, before: Entry | null): Promise<Answer<Entry | null>> {
  if (found !== null || before?.receipt === undefined) return found;
  const { slotId, receipt } = before;
  return write<Entry>("POST", `/api/slots/${slotId}/entries`, { body: { receipt } });
}
