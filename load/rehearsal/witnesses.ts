import { setTimeout as pause } from "node:timers/promises";
import type { Entry } from "../../shared/line.ts";
import type { Client } from "../crowd/client.ts";
import type { RankObservation } from "../history/history.ts";
import type { Answered } from "./rush.ts";

/** So few and so seldom that asking does not become a load of its own. */
const mostWitnesses = 20;
const everyMs = 500;

/**
 * Some who wait look at their place again and again while others leave, so that the checker can say that no rank grew
 * (I10). `add` takes everybody who has a place and stays, and lets so few of them look, from the front of the line to
 * its end. `stop` ends it with one more look, and answers all they saw.
 */
export function watchRanks(client: Client, mostWaiting: number) {
  const step = Math.max(1, Math.floor(mostWaiting / mostWitnesses));
  const seen: RankObservation[] = [];
  const looking: Promise<void>[] = [];
  let waiting = 0;
  let isOver = false;

  async function look({ visitor, entry }: Answered): Promise<void> {
    const { cookie, id: personId } = visitor;
    for (let isLast = false; !isLast; ) {
      isLast = isOver;
      const askedAt = performance.now();
      const reply = await client.send("GET", `/api/entries/${entry.id}`, { cookie }).catch(() => null);
      const { ticket, ahead } = (reply?.body ?? {}) as Partial<Entry>;
      if (reply?.status === 200 && ticket !== undefined && typeof ahead === "number") {
        seen.push({ personId, entryId: entry.id, ticket, ahead, askedAt, observedAt: performance.now() });
      }
      if (!isLast) await pause(everyMs);
    }
  }
  return {
    add(answered: Answered): void {
      if (answered.entry.ahead === null) return;
      if (waiting % step === 0 && looking.length < mostWitnesses) looking.push(look(answered));
      waiting += 1;
    },
    async stop(): Promise<readonly RankObservation[]> {
      isOver = true;
      await Promise.all(looking);
      return seen;
    },
  };
}
