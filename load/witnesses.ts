import { setTimeout as pause } from "node:timers/promises";
import type { Entry } from "../shared/line.ts";
import type { RankObservation } from "../test/history/history.ts";
import type { Client } from "../test/services/client.ts";
import type { Answered } from "./rush.ts";

/** So few and so seldom that asking does not become a load of its own. */
const mostWitnesses = 20;
const everyMs = 500;

/**
 * Some who wait look at their place again and again while others leave, so that the checker can say that no rank grew
 * (I10). Returns what ends it and answers all they saw.
 */
export function watchRanks(client: Client, waiting: readonly Answered[]) {
  const step = Math.max(1, Math.floor(waiting.length / mostWitnesses));
  const witnesses = waiting.filter((_, position) => position % step === 0).slice(0, mostWitnesses);
  const seen: RankObservation[] = [];
  let isOver = false;

  async function look({ visitor, entry }: Answered): Promise<void> {
    const { cookie, id: personId } = visitor;
    while (!isOver) {
      const askedAt = performance.now();
      const reply = await client.send("GET", `/api/entries/${entry.id}`, { cookie }).catch(() => null);
      const { ticket, ahead } = (reply?.body ?? {}) as Partial<Entry>;
      if (reply?.status === 200 && ticket !== undefined && typeof ahead === "number") {
        seen.push({ personId, entryId: entry.id, ticket, ahead, askedAt, observedAt: performance.now() });
      }
      await pause(everyMs);
    }
  }
  const looking = Promise.all(witnesses.map(look));
  return async function stop(): Promise<readonly RankObservation[]> {
    isOver = true;
    await looking;
    return seen;
  };
}
