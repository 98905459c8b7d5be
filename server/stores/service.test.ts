import { expect, test } from "vitest";
import type { StoreId } from "../../shared/ids.ts";
import type { Page } from "../../shared/lists.ts";
import type { StoreCard } from "../../shared/stores.ts";
import type { WriteMark } from "../../shared/write-mark.ts";
import { createLocalBus } from "../platform/bus/bus.local.ts";
import { createLocalCache } from "../platform/cache/cache.local.ts";
import { createChance } from "../platform/chance.ts";
import type { StoreShelf } from "./ports.ts";
import type { ShelvedStore } from "./rules.ts";
import { createStores } from "./service.ts";

const mark = "0/1" as WriteMark;

/** Stores over a shelf whose stores have the moment as their name at which they were read. */
function openShop() {
  const clock = { time: 0, now: () => clock.time };
  const asked: (WriteMark | null)[] = [];
  const store = (id: StoreId) => ({ id, name: String(clock.time) }) as ShelvedStore;
  const shelf: Pick<StoreShelf, "find" | "search" | "count"> = {
    find: async (id) => store(id),
    async search(_filter, _cursor, _limit, wrote) {
      asked.push(wrote);
      return { stores: [{ id: "1" as StoreId, version: null }], now: clock.time, nextCursor: null };
    },
    count: async (ids) => ids.map((id) => ({ store: store(id), version: null, from: clock.time, until: Infinity })),
  };
  const [cache, bus] = [createLocalCache({ clock, mostWeight: 20_000 }), createLocalBus()];
  return { clock, cache, bus, asked, stores: createStores({ shelf: shelf as StoreShelf, clock, cache, bus }) };
}
const ageOf = (answer: unknown, now: number) => now - Number((answer as Page<StoreCard>).items[0]?.name);

test("S12: in a mixed load (S42) the hit rate is at least 95 %, and nothing is older than three seconds", async () => {
  const { clock, cache, stores } = openShop();
  const chance = createChance(42);
  // 362 requests a second for a minute: lists, searches and single stores, the first of each far more than the last.
  for (let request = 0; request < 362 * 60; request += 1) {
    clock.time += 1_000 / 362;
    const place = Math.floor(Math.exp(chance.between(0, Math.log(120))));
    if (place % 2 === 0) {
      const card = (await stores.find(String(place) as StoreId)) as StoreCard;
      expect(clock.time - Number(card.name)).toBeLessThan(3_000);
    } else {
      const page = await stores.list(place % 3 === 0 ? { q: `이름${place}` } : { cursor: String(place) });
      expect(ageOf(page, clock.time)).toBeLessThan(3_000);
    }
  }
  const { hits, misses, loads } = cache.figures();
  console.log(`Hit rate ${((hits / (hits + misses)) * 100).toFixed(1)} %, ${loads} loads for ${hits + misses} reads.`);
  expect(hits / (hits + misses)).toBeGreaterThanOrEqual(0.95);
});

test("terms that mean the same are one page in the cache", async () => {
  const { stores, asked } = openShop();
  for (const q of ["Moon Rabbit", "moonrabbit", "ＭＯＯＮ rabbit "]) await stores.list({ q });
  expect(asked).toHaveLength(1);
});

test("D20: whoever has written reads past the cache, from where their write is", async () => {
  const { clock, stores, asked } = openShop();
  await stores.list({});
  clock.time = 500;
  expect(ageOf(await stores.list({}), 500)).toBe(500);
  expect(ageOf(await stores.list({}, mark), 500)).toBe(0);
  expect(asked).toEqual([null, mark]);
});

test("what changed is forgotten, here and wherever the bus reaches: the store itself, and every list", async () => {
  const { clock, stores, bus } = openShop();
  const [one, other] = ["1", "2"] as [StoreId, StoreId];
  const read = async () => {
    const cards = [await stores.find(one), await stores.find(other)] as StoreCard[];
    return [...cards.map(({ name }) => clock.time - Number(name)), ageOf(await stores.list({}), clock.time)];
  };
  await read();
  clock.time = 900;
  expect(await read()).toEqual([900, 900, 900]);
  stores.changed(one);
  expect(await read()).toEqual([0, 900, 0]);
  clock.time = 950;
  bus.publish("store", other);
  expect(await read()).toEqual([50, 0, 0]);
});

test.each([
  [{ q: "\u200b" }, ["q"]],
  [{ from: "2026-02-30" }, ["from"]],
  [{ from: "2026-12-02", to: "2026-12-01" }, ["to"]],
])("%j is refused and asks nobody", async (query, fields) => {
  const { stores, asked } = openShop();
  expect(await stores.list(query)).toEqual({ problem: "bad-request", fields });
  expect(asked).toEqual([]);
});
