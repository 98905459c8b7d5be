import type { StoreCard, StoreState } from "../../../shared/stores.ts";

/** A card may be half a minute old: an opening that has come meanwhile counts. `now` is the server's clock. */
export function stateOf({ state, opensAt, seatsLeft }: StoreCard, now: number): StoreState {
  if (state !== "upcoming" || now < Date.parse(opensAt)) return state;
  return seatsLeft > 0 ? "open" : "sold-out";
}

/** Seats that will soon be gone: fewer than twelve in a hundred. */
export function isNearlyFull({ seatsLeft, capacity }: StoreCard): boolean {
  return seatsLeft < capacity * 0.12;
}

/** How much people want it: who has a seat, and who waits for one. */
export function demandOf({ capacity, seatsLeft, waiting }: StoreCard): number {
  return capacity - seatsLeft + waiting;
}
