import type { PersonId, StoreId } from "../../shared/ids.ts";
import { limitOf, type Page, type PageQuery } from "../../shared/lists.ts";
import type { Refused } from "../../shared/problems.ts";
import type { NewStore, Store } from "../../shared/stores.ts";
import type { Clock } from "../platform/clock.ts";
import type { StoreShelf } from "./ports.ts";
import { storeToKeep } from "./rules.ts";

export type Stores = ReturnType<typeof createStores>;

export function createStores({ shelf, clock }: { shelf: StoreShelf; clock: Pick<Clock, "now"> }) {
  return {
    /** S6, S11: a host registers a store; the same name, district and first day again is refused. */
    async register(owner: PersonId, wish: NewStore, key: string): Promise<Store | Refused> {
      const store = storeToKeep(wish, clock.now());
      return "problem" in store ? store : shelf.add(owner, store, { key, body: wish });
    },
    /** S10: one store, or `not-found`. */
    async find(id: StoreId): Promise<Store | Refused> {
      return (await shelf.find(id)) ?? { problem: "not-found" };
    },
    /** S7: newest first, by cursor. */
    list: (query: PageQuery): Promise<Page<Store>> => shelf.list(query.cursor ?? null, limitOf(query)),
  };
}
