import { setTimeout as pause } from "node:timers/promises";
import type { Redis } from "ioredis";
import { queueKey, readMessage } from "./names.ts";
import type { SourceRows } from "./rows.ts";
import { takeSeat } from "./take-seat.ts";

/** S25: five tries, from 100 ms, doubling. */
const tries = 5;
const firstPauseMs = 100;

/** What every server of the source does with every message it hears (D2), each message on its own. */
export function createHandleMessage(redis: Redis, rows: SourceRows) {
  async function seat(message: string): Promise<void> {
    const { slot, person } = readMessage(message);
    await takeSeat({ redis, rows }, slot, async () => {
      // D5: whoever is popped here and not saved afterwards is lost.
      const popped = await redis.lpop(queueKey(slot));
      // D2: books whoever the message names, not whoever was popped.
      return popped === null ? null : person;
    });
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
