import { categories } from "../../../shared/store-codes.ts";
import type { StoreCard, StoreState } from "../../../shared/stores.ts";
import { stateOf } from "./store-state.ts";

/** One chip above the stores. `all` shows everything but what is over, as each of the others does. */
export type StoreFilter =
  | { readonly by: "all" }
  | { readonly by: "state"; readonly value: Extract<StoreState, "open" | "upcoming"> }
  | { readonly by: "district"; readonly value: string }
  | { readonly by: "category"; readonly value: StoreCard["category"] };

const mostDistricts = 5;

export const filterKey = (filter: StoreFilter) => (filter.by === "all" ? "all" : `${filter.by} ${filter.value}`);

/** The chips that lead somewhere: a state, a district or a category that no store has is left out. */
export function filtersFor(cards: readonly StoreCard[], now: number): StoreFilter[] {
  const states = (["open", "upcoming"] as const).map((value) => ({ by: "state", value }) as const);
  const byDistrict = districtsOf(cards).map((value) => ({ by: "district", value }) as const);
  const byCategory = categories.map((value) => ({ by: "category", value }) as const);
  const some = [...states, ...byDistrict, ...byCategory].filter((filter) =>
    cards.some((card) => fits(card, filter, now)),
  );
  return [{ by: "all" }, ...some];
}

export function fits(card: StoreCard, filter: StoreFilter, now: number): boolean {
  const state = stateOf(card, now);
  if (filter.by === "all") return state !== "closed";
  if (filter.by === "state") return state === filter.value;
  return card[filter.by] === filter.value && state !== "closed";
}

/** The districts with the most stores first. */
export function districtsOf(cards: readonly StoreCard[]): string[] {
  const counts = new Map<string, number>();
  for (const { district } of cards) counts.set(district, (counts.get(district) ?? 0) + 1);
  const byCount = [...counts].sort(([one, many], [other, more]) => more - many || one.localeCompare(other, "ko"));
  return byCount.slice(0, mostDistricts).map(([district]) => district);
}
