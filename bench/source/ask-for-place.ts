import type { Redis } from "ioredis";
import { askedKey, queueKey, type SourceSlot, seatsKey } from "./names.ts";
import type { Processing, Told } from "./processing.ts";
import type { SourceRows } from "./rows.ts";

/** "대기열이 가득 찼습니다." above this (S22). */
const mostQueued = 10_000;
const seatsOfAnySlot = 10;

interface World {
  readonly redis: Redis;
  readonly rows: SourceRows;
  readonly processing: Processing;
}

const refused = (message: string): Told => ({ status: 200, message });

/**
 * The source's answer to "reserve", command by command; what it logs is left out, to its advantage. The defects are the
 * point: SEED.md numbers them.
 */
export function createAskForPlace({ redis, rows, processing }: World) {
  /** D6: the opening is looked at only before the first join; whatever slot was named then has ten seats. */
  async function ensureSeats(slot: SourceSlot): Promise<boolean> {
    if ((await redis.exists(seatsKey(slot))) === 1) return true;
    if (!(await rows.isOpen(slot.storeId))) return false;
    await redis.set(seatsKey(slot), seatsOfAnySlot);
    return true;
  }

  return async function askForPlace(slot: SourceSlot, person: string): Promise<Told> {
    if (!(await ensureSeats(slot))) return refused("예약 시간이 아닙니다.");
    // D3: both checks pass for two presses in flight; nothing between here and the push holds anybody back.
    if ((await redis.sismember(askedKey(slot), person)) === 1) return refused("사용자가 이미 예약 요청을 보냈습니다.");
    // D8: the whole line is read for every join.
    const queue = await redis.lrange(queueKey(slot), 0, -1);
    if (queue.includes(person)) return refused("사용자가 이미 대기열에 있습니다.");
    if ((await redis.llen(queueKey(slot))) >= mostQueued) return refused("대기열이 가득 찼습니다.");

    const seats = Number((await redis.get(seatsKey(slot))) ?? 0);
    if (seats <= 0) return refused("예약이 마감되었습니다.");
    await redis.sadd(askedKey(slot), person);
    await redis.rpush(queueKey(slot), person);
    // D7: the key was just written, so it always exists, and its expiry is never set.
    if ((await redis.exists(queueKey(slot))) === 0) await rows.findStore(slot.storeId);
    await processing.pushed(slot, person);
    return processing.tell(queue.length + 1);
  };
}
