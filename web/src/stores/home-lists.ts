import type { HomeData } from "../../../shared/pages.ts";
import type { StoreCard, StoresQuery } from "../../../shared/stores.ts";
import { demandOf, stateOf } from "./store-state.ts";

/** The home page asks twice, however many stores there are. */
export const upcomingQuery = { state: "upcoming", limit: "6" } as const satisfies StoresQuery;
export const newestQuery = { limit: "100" } as const satisfies StoresQuery;
/** Slots that tell a store's page which days have seats; the day that is looked at is read in full. */
export const slotsInOverview = "100";

/** Nobody who is about to press loses the store they waited for. */
const justNowMs = 30_000;
/** Whoever comes in the minutes after an opening came for it, unless the next one is as near. */
const stillNewsMs = 3 * 60_000;
const mostPopular = 10;
const mostNext = 5;

/** The opening everybody looks at: the one that has just come, else the next one, else what people want most now. */
export function heroOf({ upcoming, stores }: HomeData, now: number): StoreCard | null {
  const latest = [...upcoming, ...stores]
    .filter((card) => Date.parse(card.opensAt) <= now && stateOf(card, now) === "open")
    .reduce<StoreCard | null>((last, card) => (last !== null && last.opensAt >= card.opensAt ? last : card), null);
  const coming = upcoming.find((card) => stateOf(card, now) === "upcoming") ?? null;
  const ageMs = latest === null ? Number.POSITIVE_INFINITY : now - Date.parse(latest.opensAt);
  const leftMs = coming === null ? Number.POSITIVE_INFINITY : Date.parse(coming.opensAt) - now;
  if (ageMs < justNowMs || (ageMs < stillNewsMs && leftMs > stillNewsMs)) return latest;
  return coming ?? popularOf(stores, now)[0] ?? latest;
}

/** The openings after the one everybody looks at. */
export function nextOf({ upcoming }: HomeData, hero: StoreCard | null, now: number): StoreCard[] {
  const others = upcoming.filter((card) => card.id !== hero?.id && stateOf(card, now) === "upcoming");
  return others.slice(0, mostNext);
}

/** What people want most among the stores that take visitors now. */
export function popularOf(stores: readonly StoreCard[], now: number): StoreCard[] {
  const live = stores.filter((card) => ["open", "sold-out"].includes(stateOf(card, now)) && demandOf(card) > 0);
  return live.sort((one, other) => demandOf(other) - demandOf(one)).slice(0, mostPopular);
}

/** Every store the page knows, once, in the order it knows them. */
export function everyStore({ upcoming, stores }: HomeData): StoreCard[] {
  const known = new Map([...stores, ...upcoming].map((card) => [card.id, card]));
  return [...known.values()];
}
