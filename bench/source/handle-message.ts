import { setTimeout as pause } from "node:timers/promises";
import type { Redis } from "ioredis";
import { queueKey, readMessage, seatsKey } from "./names.ts";
import type { SourceRows } from "./rows.ts";

/** S25: five tries, from 100 ms, doubling. */
const tries = 5;
const firstPauseMs = 100;

/** What every server of the source does with every message it hears (D2), each message on its own. */
export function createHandleMessage(redis: Redis, rows: SourceRows) {
  async function seat(message: string): Promise<void> {
    const { slot, person } = readMessage(message);
    // D1: reads the count here and writes it back below; meanwhile others read the same number.
    const seats = Number((await redis.get(seatsKey(slot))) ?? 0);
    if (seats <= 0) return;
    // D5: whoever is popped here and not saved below is lost.
    const popped = await redis.lpop(queueKey(slot));
    if (popped === null) return;
    await rows.findStore(slot.storeId);
    // D2: books whoever the message names, not whoever was popped.
    await rows.save(slot, person);
    await redis.set(seatsKey(slot), seats - 1);
  }

  return async function handleMessage(message: string): Promise<void> {
    for (let attempt = 0; attempt < tries; attempt += 1) {
      try {
        return await seat(message);
      } catch {
        await pause(firstPauseMs * 2 ** attempt);
      }
    }
  };
}
