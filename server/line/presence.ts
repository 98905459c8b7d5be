import type { PersonId } from "../../shared/ids.ts";
import type { Clock } from "../platform/clock.ts";
import type { PresenceBook } from "./ports.ts";

/** Everybody who waits with an open page is written again this often; what is written holds three times as long. */
const roundEveryMs = 20_000;

interface World {
  readonly book: PresenceBook;
  readonly clock: Pick<Clock, "now">;
  /** Whose page is open here while they wait. */
  readonly waiters: () => Iterable<PersonId>;
}

/**
 * Keeps `presence` true for the people of this process (decision 0016), a batch at each tick: first those who have just
 * come, then the rest of the round. Nobody waits for it. Bounded by the people with sockets here.
 */
export function createPresence({ book, clock, waiters }: World) {
  const arrived = new Set<PersonId>();
  let round: PersonId[] = [];
  let roundAt = clock.now();

  function nextBatch(): PersonId[] {
    const batch = new Set([...arrived].slice(0, book.mostAtOnce));
    for (const person of batch) arrived.delete(person);
    for (const person of round.splice(0, book.mostAtOnce - batch.size)) batch.add(person);
    return [...batch];
  }

  return {
    /** Somebody who waits has opened a page. */
    arrive: (person: PersonId) => void arrived.add(person),
    /** To be called a few times a second; writes at most one batch. What fails is written in the next round. */
    async tick(): Promise<void> {
      const now = clock.now();
      if (round.length === 0 && Math.abs(now - roundAt) >= roundEveryMs) {
        round = [...waiters()];
        roundAt = now;
      }
      const batch = nextBatch();
      if (batch.length > 0) await book.keep(batch);
    },
  };
}
