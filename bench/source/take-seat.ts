import type { Redis } from "ioredis";
import { type SourceSlot, seatsKey } from "./names.ts";
import type { SourceRows } from "./rows.ts";

/**
 * The source's step from a seat to a row, for whomever `next` names; null is nobody. False where no seat was left, or
 * nobody was named.
 */
export async function takeSeat(
  { redis, rows }: { redis: Redis; rows: SourceRows },
  slot: SourceSlot,
  next: () => Promise<string | null>,
): Promise<boolean> {
  // D1: reads the count here and writes it back below; meanwhile others read the same number.
  const seats = Number((await redis.get(seatsKey(slot))) ?? 0);
  if (seats <= 0) return false;
  const person = await next();
  if (person === null) return false;
  await rows.findStore(slot.storeId);
  await rows.save(slot, person);
  await redis.set(seatsKey(slot), seats - 1);
  return true;
}
