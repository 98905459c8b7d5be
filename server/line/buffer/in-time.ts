import type { Clock } from "../../platform/clock.ts";

/** A ledger that is silent is known to be away only after 16 s; no press waits for that. */
export const silentAfterMs = 1_500;

/** By its code it counts as trouble that may pass, as when the ledger is away. */
export class LedgerSilent extends Error {
  readonly code = "ETIMEDOUT";
}

/** What the ledger answers; fails where it does not in time. */
export function inTime<Answer>(asked: Promise<Answer>, clock: Pick<Clock, "wait">): Promise<Answer> {
  const isOver = async () => {
    await clock.wait(silentAfterMs);
    throw new LedgerSilent("the ledger is silent");
  };
  return Promise.race([asked, isOver()]);
}
