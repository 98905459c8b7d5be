import type { Clock } from "../../platform/clock.ts";

/** A ledger that is silent is known to be away only after 16 s; no press waits for that. */
const waitMs = 1_500;

/** What the ledger answers, or null where it does not in time. */
export function inTime<Answer>(asked: Promise<Answer>, clock: Pick<Clock, "wait">): Promise<Answer | null> {
  return Promise.race([asked, clock.wait(waitMs).then(() => null)]);
}
