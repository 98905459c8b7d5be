import type { Doer } from "../../shared/audit.ts";
import type { PersonId, StoreId } from "../../shared/ids.ts";
import { limitOf, type Page } from "../../shared/lists.ts";
import type { Refused } from "../../shared/problems.ts";
import type { NewStore, Store, StoreCard, StoresQuery } from "../../shared/stores.ts";
import type { Clock } from "../platform/clock.ts";
import type { StoreShelf } from "./ports.ts";
import { posterColours } from "./posters/palettes.ts";
import { drawArt, drawPoster } from "./posters/poster.ts";
import { type ShelvedStore, storeToKeep } from "./rules.ts";

export type Stores = ReturnType<typeof createStores>;

type Drawn = { readonly svg: string; readonly isDraft: boolean } | { readonly picture: string };

const toCard = ({ picture, ...store }: ShelvedStore): StoreCard => {
  return { ...store, poster: { ...posterColours(store.id), picture } };
};

export function createStores({ shelf, clock }: { shelf: StoreShelf; clock: Pick<Clock, "now"> }) {
  return {
    /** S6, S11: a host registers a store; the same name, district and first day again is refused. */
    async register(owner: Doer, wish: NewStore, key: string): Promise<Store | Refused> {
      const store = storeToKeep(wish, clock.now());
      return "problem" in store ? store : shelf.add(owner, store, { key, body: wish });
    },
    /** S10: one store, or `not-found`. */
    async find(id: StoreId): Promise<StoreCard | Refused> {
      const store = await shelf.find(id);
      return store === null ? { problem: "not-found" } : toCard(store);
    },
    /**
     * The store's generated picture as SVG, the poster with its band for the name or the art alone; or the name of the
     * uploaded picture that hangs in its place. A draft's is its owner's.
     */
    async draw(id: StoreId, what: "poster" | "art", by: PersonId | null): Promise<Drawn | Refused> {
      const facts = await shelf.posterFacts(id, by);
      if (facts === null) return { problem: "not-found" };
      const { picture, isDraft } = facts;
      if (picture !== null && !isDraft) return { picture };
      return { svg: what === "poster" ? drawPoster(facts) : drawArt(facts), isDraft };
    },
    /** S7: a page of cards, newest first or by opening. */
    async list(query: StoresQuery): Promise<Page<StoreCard>> {
      const stores = await shelf.list(query, query.cursor ?? null, limitOf(query));
      return { ...stores, items: stores.items.map(toCard) };
    },
  };
}
