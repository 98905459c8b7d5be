import type { StoreCard } from "../../../shared/stores.ts";
import { posterColours } from "../posters/palettes.ts";
import type { ShelvedStore } from "../rules.ts";

/** A store's card, with what is made from its id. */
export const toCard = ({ picture, ...store }: ShelvedStore): StoreCard => {
  return { ...store, poster: { ...posterColours(store.id), picture } };
};
