import type { StoreId } from "../../shared/ids.ts";
import type { Page } from "../../shared/lists.ts";
import type { Refused } from "../../shared/problems.ts";
import type { StoreCard, StoresQuery } from "../../shared/stores.ts";
import type { Clock } from "../platform/clock.ts";
import { keptFor } from "./kept-for.ts";
import { candidateOf } from "./scoring/rules-candidates.ts";
import { selectFrom } from "./scoring/rules-variety.ts";

const perPage = 100;
const mostPages = 20;
const selectionMs = 30_000;

/** The catalogue, as far as it is needed here. */
export interface Catalogue {
  list(query: StoresQuery): Promise<Page<StoreCard> | Refused>;
  find(id: StoreId): Promise<StoreCard | Refused>;
}

/** Stores that may be shown: the newest 2,000 as of half a minute ago, each looked up once more before it is shown. */
export function createOpenStores({ stores, clock }: { stores: Catalogue; clock: Pick<Clock, "now"> }) {
  async function load() {
    const cards: StoreCard[] = [];
    let cursor: string | null = null;
    for (let page = 0; page < mostPages; page += 1) {
      const query: StoresQuery = { state: "open", limit: String(perPage), ...(cursor === null ? {} : { cursor }) };
      const answer: Page<StoreCard> | Refused = await stores.list(query);
      if ("problem" in answer) throw new Error(`Stores could not be listed: ${answer.problem}`);
      cards.push(...answer.items);
      cursor = answer.nextCursor;
      if (cursor === null) break;
    }
    return selectFrom(cards.map((card) => candidateOf(card, clock.now())));
  }

  return {
    selection: keptFor(clock, selectionMs, load),
    find: (id: StoreId) => stores.find(id),
    /** Each with its card of now; those that filled up or closed since are left out, and no more than `most` remain. */
    async stillOpen<Chosen extends { readonly id: string }>(chosen: readonly Chosen[], most: number) {
      const cards = await Promise.all(chosen.map(({ id }) => stores.find(id as StoreId)));
      const there = chosen.flatMap((each, at) => {
        const store = cards[at];
        return store !== undefined && !("problem" in store) && store.state === "open" ? [{ ...each, store }] : [];
      });
      return there.slice(0, most);
    },
  };
}
