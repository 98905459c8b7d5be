import { LRUCache } from "lru-cache";
import type { StoreId } from "../../../shared/ids.ts";
import type { WriteMark } from "../../../shared/write-mark.ts";
import type { FoundStores, ListedStore, StoreShelf } from "../ports.ts";
import { type WrittenCard, type WrittenPage, writeCard, writePage } from "./written-page.ts";

/** Of all cards that are kept, with what keeps them: about 20,000, and 32 MB where they are Korean. */
const mostLetters = 16_000_000;
const lettersBeside = 200;
/** Stores that wait for a version; more of them wait until they are listed again. */
const mostWaiting = 1_000;
/** Whoever changes one of these cards, or one that shares its lock, waits until all of them have their version. */
const mostAtOnce = 100;

interface Kept extends WrittenCard {
  readonly id: StoreId;
}

/**
 * Pages of cards. Each page is searched for anew, and the search says of which version each card is (decision 0046):
 * what was counted and written of that version is the card of this moment, and is neither counted nor written again.
 */
export function createCards(shelf: Pick<StoreShelf, "search" | "count" | "giveVersions">) {
  const kept = new LRUCache<string, Kept>({
    maxSize: mostLetters,
    sizeCalculation: ({ text }) => text.length + lettersBeside,
  });
  const withoutVersion = new Set<StoreId>();

  function keptOf({ id, version }: ListedStore, now: number): WrittenCard | null {
    const card = version === null ? undefined : kept.get(version);
    return card?.id === id && card.from <= now && now < card.until ? card : null;
  }

  async function countAll(ids: readonly StoreId[], wrote: WriteMark | null): Promise<Map<StoreId, WrittenCard>> {
    const cards = new Map<StoreId, WrittenCard>();
    for (const counted of ids.length === 0 ? [] : await shelf.count(ids, wrote)) {
      const { store, version } = counted;
      const card = { ...writeCard(counted), id: store.id };
      cards.set(store.id, card);
      if (version !== null) kept.set(version, card);
      else if (withoutVersion.size < mostWaiting) withoutVersion.add(store.id);
    }
    return cards;
  }

  async function cardsOf({ stores, now }: FoundStores, wrote: WriteMark | null): Promise<WrittenCard[]> {
    const ready = stores.map((store) => keptOf(store, now));
    const missing = stores.filter((_, place) => ready[place] === null).map(({ id }) => id);
    const counted = await countAll(missing, wrote);
    // A store that was taken back in between has no card any more.
    return stores.flatMap(({ id }, place) => ready[place] ?? counted.get(id) ?? []);
  }

  return {
    /** What the shelf's `search` finds, as a page. */
    async page(...search: Parameters<StoreShelf["search"]>): Promise<WrittenPage> {
      const found = await shelf.search(...search);
      return writePage(await cardsOf(found, search[3]), found.nextCursor);
    },
    /** A round, to be had each second: cards that were listed without a version get one. */
    async giveVersions(): Promise<void> {
      const ids = [...withoutVersion];
      withoutVersion.clear();
      for (let first = 0; first < ids.length; first += mostAtOnce) {
        await shelf.giveVersions(ids.slice(first, first + mostAtOnce));
      }
    },
  };
}
