import type { Doer } from "../../shared/audit.ts";
import type { PersonId, StoreId } from "../../shared/ids.ts";
import { limitOf, type Page } from "../../shared/lists.ts";
import type { Refused } from "../../shared/problems.ts";
import type { NewStore, Store, StoreCard, StoresQuery } from "../../shared/stores.ts";
import type { WriteMark } from "../../shared/write-mark.ts";
import type { Bus } from "../platform/bus/bus.ts";
import type { Cache, CacheEntry } from "../platform/cache/cache.ts";
import type { Clock } from "../platform/clock.ts";
import { createCards } from "./cards/cards.ts";
import { toCard } from "./cards/to-card.ts";
import { pageFormat, readPage, type WrittenPage } from "./cards/written-page.ts";
import type { StoreShelf } from "./ports.ts";
import { drawArt, drawPoster } from "./posters/poster.ts";
import { searchOf, storeToKeep } from "./rules.ts";

export type Stores = ReturnType<typeof createStores>;

interface World {
  readonly shelf: StoreShelf;
  readonly clock: Pick<Clock, "now">;
  readonly cache: Cache;
  readonly bus: Bus;
}

/** That a store or its slots are others than before is published here, after the commit. */
const storeChannel = "store";
/**
 * What a host changes is forgotten at once. Seats and states change with every press and are not: they are a second old
 * where many look, and never more than three.
 */
const ages = { freshMs: 1_000, staleMs: 3_000 };
const lists = `lists of stores as ${pageFormat}`;
const groupOf = (id: StoreId) => `store ${id}`;

type Drawn = { readonly svg: string; readonly isDraft: boolean } | { readonly picture: string };

export function createStores({ shelf, clock, cache, bus }: World) {
  const cards = createCards(shelf);
  bus.subscribe(storeChannel, (id) => {
    cache.forget(lists);
    cache.forget(groupOf(id as StoreId));
  });

  /** Whoever has just written reads past the cache, wherever it was that they wrote. */
  function kept<Value>(entry: Pick<CacheEntry, "group" | "name">, wrote: WriteMark | null, load: () => Promise<Value>) {
    return wrote === null ? cache.read({ ...ages, ...entry }, load) : cache.renew({ ...ages, ...entry }, load);
  }
  const changed = (id: StoreId) => bus.publish(storeChannel, id);

  /** S7 to S9, S12: a page of cards that fit, newest first or by opening; a wrong field is refused. */
  async function page(query: StoresQuery, wrote: WriteMark | null = null): Promise<WrittenPage | Refused> {
    const filter = searchOf(query);
    if ("problem" in filter) return filter;
    const [cursor, limit] = [query.cursor ?? null, limitOf(query)];
    const name = JSON.stringify([filter, cursor, limit]);
    return kept({ group: lists, name }, wrote, () => cards.page(filter, cursor, limit, wrote));
  }

  return {
    /** To be told when another room changed what cards show: a store's slots, their number of seats. */
    changed,
    /** S6, S11: a host registers a store; the same name, district and first day again is refused. */
    async register(owner: Doer, wish: NewStore, key: string): Promise<Store | Refused> {
      const store = storeToKeep(wish, clock.now());
      if ("problem" in store) return store;
      const answer = await shelf.add(owner, store, { key, body: wish });
      if (!("problem" in answer)) changed(answer.id);
      return answer;
    },
    /** S10, S12: one store, or `not-found`. */
    async find(id: StoreId, wrote: WriteMark | null = null): Promise<StoreCard | Refused> {
      const card = await kept({ group: groupOf(id), name: "card" }, wrote, async () => {
        const store = await shelf.find(id);
        return store === null ? null : toCard(store);
      });
      return card ?? { problem: "not-found" };
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
    page,
    /** The same page, to be read. */
    async list(query: StoresQuery, wrote: WriteMark | null = null): Promise<Page<StoreCard> | Refused> {
      const answer = await page(query, wrote);
      return "problem" in answer ? answer : readPage(answer);
    },
    giveVersions: cards.giveVersions,
  };
}
