import { setTimeout as pause } from "node:timers/promises";
import type { Redis } from "ioredis";
import { outcomeKey, queueKey, type SourceSlot } from "./names.ts";
import type { Processing, Told } from "./processing.ts";
import type { SourceRows } from "./rows.ts";
import { takeSeat } from "./take-seat.ts";

const periodMs = 1_000;
const mostAtOnce = 1_000;
const [bookedText, soldOutText] = ["예약 성공", "예약이 마감되었습니다."];

interface World {
  readonly redis: Redis;
  readonly rows: SourceRows;
  /** At which millisecond of each second this server's task runs. */
  readonly phaseMs: number;
}

/**
 * Processing by a task, as the source had it before Pub/Sub. Its code is not published. Its description says that
 * people stand in a Redis List in the order they asked, with a Set of who has asked; that "the scheduler runs and
 * processes the reservations of those in the line"; that ten are booked, first come first served, and others told
 * "예약이 마감되었습니다."; and that Pub/Sub replaced it to be faster. SEED.md has nothing more about it.
 *
 * All else is chosen here, to its advantage where there was a choice. Each server has a task, as each of the source's
 * handles every message; it runs once a second, half a second after the other's, so that two tasks meet only when one
 * takes longer than that. It takes at most 1,000 people: about as many as are written one after the other in a second;
 * a smaller number only takes longer. Joins and the way from a seat to a row are those of the Pub/Sub version
 * (`ask-for-place.ts`, `take-seat.ts`), but whoever was popped is who is booked. Once no seat is left, the rest of
 * what was taken is told so in one command. People ask once a second what became of them, which reads one field; where
 * they stand is not answered, since the source's answer to that reads the whole line (D8). D5 holds here too: whoever
 * was popped and is not written when the process ends is lost.
 */
export function startScheduler({ redis, rows, phaseMs }: World): Processing {
  const progress = { pushed: 0, handled: 0 };
  /** Lines to look into, by their keys: those that people joined through this server and that were not empty since. */
  const lines = new Map<string, SourceSlot>();

  async function processLine(slot: SourceSlot): Promise<void> {
    const people = (await redis.lpop(queueKey(slot), mostAtOnce)) ?? [];
    if (people.length === 0) lines.delete(queueKey(slot));
    let booked = 0;
    for (const person of people) {
      if (!(await takeSeat({ redis, rows }, slot, async () => person))) break;
      await redis.hset(outcomeKey(slot), person, bookedText);
      booked += 1;
    }
    const others = people.slice(booked).flatMap((person) => [person, soldOutText]);
    if (others.length > 0) await redis.hset(outcomeKey(slot), others);
    progress.handled += people.length;
  }

  async function runForever(): Promise<never> {
    for (;;) {
      await pause(periodMs - ((Date.now() - phaseMs) % periodMs));
      for (const slot of [...lines.values()]) await processLine(slot);
    }
  }
  void runForever();

  return {
    async pushed(slot) {
      lines.set(queueKey(slot), slot);
      progress.pushed += 1;
    },
    tell: (place) => ({ status: 202, message: `대기열에 추가되었습니다. 현재 순번: ${place}` }),
    progress: () => ({ ...progress }),
  };
}

/** What whoever stands in a line is told when they ask again. */
export async function readOutcome(redis: Redis, slot: SourceSlot, person: string): Promise<Told> {
  const message = await redis.hget(outcomeKey(slot), person);
  return message === null ? { status: 202, message: "대기 중입니다." } : { status: 200, message };
}
