import { expect, test } from "vitest";
import type { StoreId } from "../../../shared/ids.ts";
import type { CountedCard, ListedStore } from "../ports.ts";
import type { ShelvedStore } from "../rules.ts";
import { createCards } from "./cards.ts";
import { readPage } from "./written-page.ts";

/** A shelf of as many stores as a test lists, whose cards say how often cards were counted. */
function openShelf() {
  const shelf = {
    stores: [] as ListedStore[],
    now: 0,
    nextCursor: null as string | null,
    until: 100,
    bio: "",
    gone: [] as string[],
    counted: [] as StoreId[][],
    asked: [] as StoreId[][],
  };
  const cards = createCards({
    search: async () => ({ stores: shelf.stores, now: shelf.now, nextCursor: shelf.nextCursor }),
    async count(ids) {
      shelf.counted.push([...ids]);
      const there = ids.filter((id) => !shelf.gone.includes(id));
      return there.map((id): CountedCard => {
        const version = shelf.stores.find((store) => store.id === id)?.version ?? null;
        return { store: { id, bio: shelf.bio } as ShelvedStore, version, from: shelf.now, until: shelf.until };
      });
    },
    async giveVersions(ids) {
      shelf.asked.push([...ids]);
    },
  });
  const list = (...stores: [id: string, version: string | null][]) => {
    shelf.stores = stores.map(([id, version]) => ({ id: id as StoreId, version }));
    return cards.page({}, null, 20, null);
  };
  const idsOf = async (page: ReturnType<typeof list>) => readPage(await page).items.map(({ id }) => id);
  return { shelf, cards, list, idsOf };
}

test("P7: of one version a card is counted once, for as long as it is true, and only that store's", async () => {
  const { shelf, list } = openShelf();
  await list(["1", "7"], ["2", null]);
  await list(["2", null], ["1", "7"]);
  expect(shelf.counted).toEqual([["1", "2"], ["2"]]);
  await list(["1", "8"]);
  await list(["3", "8"]);
  shelf.now = 100;
  await list(["1", "7"]);
  await list(["1", "7"]);
  shelf.until = 200;
  await list(["1", "7"]);
  await list(["1", "7"]);
  shelf.now = 99;
  await list(["1", "7"]);
  expect(shelf.counted.slice(2)).toEqual([["1"], ["3"], ["1"], ["1"], ["1"], ["1"]]);
});

test("cards stand in the order of the search, and one that was taken back in between is left out", async () => {
  const { shelf, list, idsOf } = openShelf();
  await list(["2", "7"]);
  shelf.gone = ["3"];
  shelf.nextCursor = "4";
  const page = list(["1", null], ["3", null], ["2", "7"], ["4", "9"]);
  expect(await idsOf(page)).toEqual(["1", "2", "4"]);
  expect(await page).toMatchObject({ count: 3 });
  expect(readPage(await page)).toMatchObject({ nextCursor: "4", hasNext: true });
  expect(readPage(await list())).toEqual({ items: [], nextCursor: "4", hasNext: true });
});

test("S12: the tag of a page is another where it says something else, and the same where it does not", async () => {
  const { shelf, list } = openShelf();
  const tagOf = async (...stores: Parameters<typeof list>) => (await list(...stores)).tag;
  const first = await tagOf(["1", null], ["2", null]);
  expect(await tagOf(["1", "7"], ["2", "8"])).toBe(first);
  expect(await tagOf(["2", "8"], ["1", "7"])).not.toBe(first);
  expect(await tagOf(["1", "7"])).not.toBe(first);
  shelf.nextCursor = "2";
  expect(await tagOf(["1", "7"], ["2", "8"])).not.toBe(first);
  shelf.nextCursor = null;
  shelf.bio = "말";
  expect(await tagOf(["1", "9"], ["2", "8"])).not.toBe(first);
  expect(first).toMatch(/^"[\w-]{22}"$/);
});

test("S42: what is kept has a bound, and what was not listed for longest goes", async () => {
  const { shelf, list } = openShelf();
  shelf.bio = "가".repeat(4_000_000);
  for (const id of ["1", "2", "3", "1", "4"]) await list([id, id]);
  // Three of them have room.
  expect(shelf.counted).toEqual([["1"], ["2"], ["3"], ["4"]]);
  await list(["2", "2"]);
  await list(["1", "1"]);
  expect(shelf.counted.slice(4)).toEqual([["2"]]);
});

test("cards that were listed without a version get one, once, and no more than a thousand at a time", async () => {
  const { shelf, cards, list } = openShelf();
  await cards.giveVersions();
  expect(shelf.asked).toEqual([]);
  await list(["1", null], ["2", "7"]);
  await list(["1", null]);
  await cards.giveVersions();
  await cards.giveVersions();
  expect(shelf.asked).toEqual([["1"]]);
  await list(...Array.from({ length: 1_500 }, (_, place): [string, null] => [String(place + 1), null]));
  await cards.giveVersions();
  expect(shelf.asked.slice(1).map((ids) => ids.length)).toEqual(Array<number>(10).fill(100));
});
