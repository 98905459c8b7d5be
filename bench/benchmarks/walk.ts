import type { Page } from "../../shared/lists.ts";
import type { StoreCard } from "../../shared/stores.ts";
import type { ProductServer } from "../stage.ts";

const perPage = 100;
/** Stores that come while somebody walks, so many at a time and so many at most. */
const addedAtOnce = 10;
const mostAdded = 2_000;

interface Walk {
  readonly server: ProductServer;
  /** Stores that are there before; of another seed than what comes. */
  readonly stores: number;
  readonly seed: number;
}

/**
 * S7, D22: goes through every page of the list, newest first, while stores are added. Throws unless each store that was
 * there when the walk began came exactly once, newest first. Answers the pages, and the stores that were added.
 */
export async function walkWhileAdding({ server, stores, seed }: Walk): Promise<{ pages: number; added: number }> {
  const page = async (query: string) =>
    (await (await fetch(`${server.url}/api/stores?${query}`)).json()) as Page<StoreCard>;
  const newestBefore = Number((await page("limit=1")).items[0]?.id);
  let isWalking = true;
  const adding = (async () => {
    let added = 0;
    for (; isWalking && added < mostAdded; added += addedAtOnce) {
      await server.ask("addStores", { count: addedAtOnce, seed: seed + 1 + added });
    }
    return added;
  })();
  const seen: number[] = [];
  let cursor: string | null = "";
  let pages = 0;
  for (; cursor !== null; pages += 1) {
    const found: Page<StoreCard> = await page(`limit=${perPage}${cursor === "" ? "" : `&cursor=${cursor}`}`);
    seen.push(...found.items.map(({ id }) => Number(id)));
    cursor = found.nextCursor;
  }
  isWalking = false;
  const added = await adding;
  const isNewestFirst = seen.every((id, at) => at === 0 || id < (seen[at - 1] as number));
  const old = seen.filter((id) => id <= newestBefore).length;
  if (!isNewestFirst || old !== stores) {
    throw new Error(
      `A wrong walk: ${old} of ${stores} stores on ${pages} pages, ${added} added, in order: ${isNewestFirst}.`,
    );
  }
  return { pages, added };
}
