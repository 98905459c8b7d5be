import { type Goods, goods } from "../../../shared/purchase-codes.ts";
import { categories } from "../../../shared/store-codes.ts";
import type { StoreCard } from "../../../shared/stores.ts";
import type { Candidate } from "./rules-scoring.ts";

const dayMs = 86_400_000;
const daysFrom = (moment: number, then: string) => (Date.parse(then) - moment) / dayMs;

/** What of a card its score needs, as of a moment. Who joined of late: who has a seat that is to come, or waits. */
export const candidateOf = (card: StoreCard, now: number): Candidate => ({
  id: card.id,
  category: card.category,
  district: card.district,
  latitude: card.latitude,
  longitude: card.longitude,
  daysOld: Math.max(0, -daysFrom(now, card.opensAt)),
  daysLeft: daysFrom(now, card.closesAt),
  seatsLeft: card.state === "open" ? card.seatsLeft : 0,
  capacity: card.capacity,
  joins: Math.max(0, card.capacity - card.seatsLeft) + card.waiting,
});

/** What is told of goods, by the stores that sell such things, or of categories of stores themselves. */
export function toStores(names: readonly string[], values: ArrayLike<number>): Float64Array {
  const ofStores = new Float64Array(categories.length);
  for (const [at, name] of names.entries()) {
    const place = categories.indexOf(goods[name as Goods] ?? name);
    if (place >= 0) ofStores[place] = (ofStores[place] ?? 0) + (values[at] ?? 0);
  }
  return ofStores;
}
