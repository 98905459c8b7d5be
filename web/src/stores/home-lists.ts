import type { HomeData } from "../../../shared/pages.ts";
import type { StoreCard, StoresQuery } from "../../../shared/stores.ts";
import { demandOf, stateOf } from "./store-state.ts";

/** The home page asks twice, however many stores there are. */
export const upcomingQuery = { state: "upcoming", limit: "6" } as const satisfies StoresQuery;
export const newestQuery = { limit: "100" } as const satisfies StoresQuery;
/** Slots that tell a store's page which days have seats; the day that is looked at is read in full. */
export const slotsInOverview = "100";

/** Whoever comes in the minutes after an opening came for it. */
const stillNewsMs = 3 * 60_000;
const mostPopular = 10;
const mostNext = 5;

/** The opening everybody looks at: the one that has just come, else the next one, else what people want most now. */
export function heroOf({ upcoming, stores }: HomeData, now: number): StoreCard | null {
  const all = [...upcoming, ...stores];
  const hasJustOpened = (card: StoreCard) => {
    const age = now - Date.parse(card.opensAt);
    return age >= 0 && age < stillNewsMs && stateOf(card, now) === "open";
  };
  const fresh = all.filter(hasJustOpened).sort((one, other) => other.opensAt.localeCompare(one.opensAt));
  const coming = upcoming.find((card) => stateOf(card, now) === "upcoming");
  return fresh[0] ?? coming ?? popularOf(stores, now)[0] ?? null;
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
