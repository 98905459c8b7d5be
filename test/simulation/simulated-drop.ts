/** Server processes of a drop in the buffered line: the product's own, but for Redis, PostgreSQL and the way there. */

import type { Buffer, Entrances } from "../../server/line/buffer/ports.ts";
import { createReceipts } from "../../server/line/buffer/receipts.ts";
import { createBufferedLine } from "../../server/line/line.buffered.ts";
import type { SlotId } from "../../shared/ids.ts";
import type { SlotRules } from "./model-line.ts";
import type { Schedule } from "./schedule.ts";
import { createSimulatedBuffer } from "./simulated-buffer.ts";
import { createSimulatedLedger } from "./simulated-ledger.ts";

/** So long a step takes at most, each way. */
const onTheWayMs = 30;
const pauseAfterTroubleMs = 500;

/** What is away, or whose answer was cut, says so by a code that passes. */
class Away extends Error {
  readonly code = "ECONNREFUSED";
}
/** A process that was killed never answers. */
export const killed = Symbol("killed");

type Buffered = ReturnType<typeof createBufferedLine>;
interface Process {
  /** What a client of it hears: nothing once it is killed. */
  hear<Answer>(work: (line: Buffered) => Promise<Answer>): Promise<Answer | typeof killed>;
  isAlive(): boolean;
  standStill(forMs: number): void;
  kill(): void;
}
interface Life {
  isAlive: boolean;
  standsStillUntil: number;
}
type Steps = Readonly<Record<string, (...values: never[]) => unknown>>;

/** The two places that all processes share; each may be away for a while. */
const places = { "PostgreSQL away": 0, "Redis away": 0 };
export type Place = keyof typeof places;

export function createDrop(schedule: Schedule, slot: SlotId, rules: SlotRules, control?: { losesHandedOut: boolean }) {
  const { chance, now, wait, delay } = schedule;
  const seen = new Set<string>();
  const redis = createSimulatedBuffer(slot, now, control);
  const ledger = createSimulatedLedger(slot, now, rules);
  const awayUntil = { ...places };
  const processes: Process[] = [];
  const receipts = createReceipts("the secret of all processes of this drop");

  /** A process that stands still goes on where it was; one that is dead never does. */
  async function stillThere(life: Life): Promise<void> {
    while (life.isAlive && now() < life.standsStillUntil) await wait(life.standsStillUntil - now());
    if (!life.isAlive) await new Promise(() => undefined);
  }
  async function ask<Answer>(life: Life, place: Place, work: () => Answer): Promise<Awaited<Answer>> {
    await delay(onTheWayMs);
    await stillThere(life);
    const isCut = now() < awayUntil[place] || chance.oneIn(60);
    if (isCut && (now() < awayUntil[place] || chance.oneIn(2))) throw new Away();
    const answer = await work();
    await delay(onTheWayMs);
    if (!life.isAlive) seen.add("done for one that died");
    await stillThere(life);
    if (isCut) {
      seen.add("done, and its answer lost");
      throw new Away();
    }
    return answer;
  }
  const through = <Books extends object>(life: Life, place: Place, books: Books): Books =>
    Object.fromEntries(
      Object.entries(books as Steps).map(([name, work]) => [
        name,
        (...values: never[]) => ask(life, place, () => work(...values)),
      ]),
    ) as Books;

  function noteWhat(buffer: Buffer): Buffer {
    return {
      ...buffer,
      async claim(of, worker, stale, most) {
        const claimed = await buffer.claim(of, worker, stale, most);
        if (claimed.state === "work" && stale !== "") seen.add("a lease taken over");
        return claimed;
      },
    };
  }
  function noteLife(entrances: Entrances): Entrances {
    return {
      ...entrances,
      async handBack(of, epoch) {
        const isDone = await entrances.handBack(of, epoch);
        if (isDone) seen.add("handed back");
        return isDone;
      },
    };
  }

  function start(): void {
    const life: Life = { isAlive: true, standsStillUntil: 0 };
    let die = () => undefined as void;
    const death = new Promise<typeof killed>((resolve) => {
      die = () => resolve(killed);
    });
    const line = createBufferedLine({
      direct: through(life, "PostgreSQL away", ledger.direct) as never,
      buffer: noteWhat(through(life, "Redis away", redis.buffer)),
      entrances: noteLife(through(life, "PostgreSQL away", ledger.entrances)),
      receipts,
      clock: { wait },
      elapsedMs: now,
      name: crypto.randomUUID(),
      onWritten: () => undefined,
      onOutOfTurn: () => undefined,
      onFailed: () => undefined,
    });
    async function round(mostMs: number, work: () => Promise<unknown>): Promise<void> {
      while (life.isAlive) {
        await delay(mostMs);
        await work().catch(() => wait(pauseAfterTroubleMs));
      }
    }
    void round(600, line.handOver);
    void round(1_500, line.renewCards);
    processes.push({
      hear: (work) => Promise.race([work(line), death]),
      isAlive: () => life.isAlive,
      standStill(forMs: number): void {
        life.standsStillUntil = now() + forMs;
      },
      kill(): void {
        life.isAlive = false;
        die();
      },
    });
  }

  return {
    seen,
    ledger,
    redis,
    start,
    alive: () => processes.filter(({ isAlive }) => isAlive()),
    goAway(place: Place, forMs: number): void {
      awayUntil[place] = now() + forMs;
      seen.add(place);
    },
    heal(): void {
      Object.assign(awayUntil, places);
    },
  };
}
export type Drop = ReturnType<typeof createDrop>;
