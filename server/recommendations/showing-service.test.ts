import { expect, test } from "vitest";
import { categories } from "../../shared/store-codes.ts";
import type { StoreCard } from "../../shared/stores.ts";
import { type Catalogue, createOpenStores } from "./open-stores.ts";
import type { Told } from "./ports.ts";
import type { Learned } from "./rules.ts";
import { createShowing } from "./showing-service.ts";

const parameters = { smoothing: 10, kappa: 10, easeWeight: 1, fewest: 1 };
/** Women of 30 buy nothing but this. */
const modelOf = (liked: number): Learned => ({
  ...{ categories: ["bags", "records"], parameters, weights: [0] },
  segments: [
    { key: "[]", people: 100, times: [500, 500] },
    { key: '["3"]', people: 20, times: [liked === 0 ? 9_000 : 0, liked === 1 ? 9_000 : 0] },
  ],
});
const card = (id: string, category: StoreCard["category"]) =>
  ({
    ...{ id, category, district: "성수", latitude: null, longitude: null, state: "open", capacity: 10, seatsLeft: 5 },
    ...{ waiting: 0, opensAt: "2030-01-01T00:00:00Z", closesAt: "2030-03-01T00:00:00Z", startsOn: "2030-01-01" },
    endsOn: "2030-03-01",
  }) as StoreCard;

test("rollback: every process scores by the earlier model within a second, and loads none that it has", async () => {
  const cards = [card("1", "fashion"), card("2", "music")];
  let now = Date.parse("2030-01-02T00:00:00Z");
  let live = 1;
  const loads: number[] = [];
  const openProcess = (process: number) =>
    createShowing({
      stores: {
        list: async () => ({ items: cards, hasNext: false, nextCursor: null }),
        find: async (id) => cards[+id - 1] as StoreCard,
      },
      models: {
        liveId: async () => String(live),
        live: async () => {
          loads.push(process);
          return { id: String(live), learned: modelOf(live) };
        },
      },
      deeds: { of: async () => ({ ageBand: 3, sex: "F", region: "11", own: [] }) },
      watching: { shown: () => undefined },
      clock: { now: () => now },
    });
  const processes = [openProcess(0), openProcess(1)];
  const shown = () =>
    Promise.all(
      processes.map(async ({ show }) => {
        const { modelId, items } = await show("1" as never);
        return [modelId, items.find(({ terms }) => terms.segment > 0)?.store.category];
      }),
    );
  expect(await shown()).toEqual(Array(2).fill(["1", "music"]));
  live = 0;
  now += 1_000;
  expect(await shown()).toEqual(Array(2).fill(["0", "fashion"]));
  now += 60_000;
  expect(await shown()).toEqual(Array(2).fill(["0", "fashion"]));
  expect(loads).toEqual([0, 1, 0, 1]);
});

/** What somebody who did this is shown by this model, of stores that are listed; `found` is what they are by then. */
async function shownBy(learned: Learned, own: Told["own"], listed: readonly StoreCard[], found = listed) {
  const { show } = createShowing({
    stores: {
      list: async () => ({ items: [...listed], hasNext: false, nextCursor: null }),
      find: async (id) => found.find((one) => one.id === id) as StoreCard,
    },
    models: { liveId: async () => "1", live: async () => ({ id: "1", learned }) },
    deeds: { of: async () => ({ ageBand: 3, sex: "F", region: "11", own }) },
    watching: { shown: () => undefined },
    clock: { now: () => Date.parse("2030-01-02T00:00:00Z") },
  });
  return (await show("1" as never)).items.map(({ store, reason }) => [store.category, reason]);
}

test("D26: what is served has the live model's own κ, w and EASE", async () => {
  const stores = categories.map((category, at) => card(String(at), category));
  const own = categories.map((name) => (name === "book" ? 9 : 0));
  const learned = (change: Partial<typeof parameters>): Learned => ({
    ...{ categories, parameters: { ...parameters, kappa: 1, easeWeight: 0, ...change } },
    segments: [{ key: "[]", people: 100, times: categories.map((name) => (name === "food" ? 930 : 10)) }],
    weights: categories.flatMap((row) => categories.map((to) => (row === "book" && to === "music" ? 3 : 0))),
  });
  const [first] = await shownBy(learned({}), own, stores);
  expect(first).toEqual(["book", "own"]);
  expect((await shownBy(learned({ kappa: 1_280 }), own, stores))[0]).toEqual(["food", "everybody"]);
  expect((await shownBy(learned({ easeWeight: 4 }), own, stores))[0]).toEqual(["music", "others"]);
});

test("a store that filled up since it was chosen is shown to nobody", async () => {
  const listed = [card("1", "fashion"), card("2", "music")];
  const full: StoreCard = { ...card("1", "fashion"), state: "sold-out", seatsLeft: 0 };
  const shown = await shownBy(modelOf(0), [], listed, [full, card("2", "music")]);
  expect(shown.map(([category]) => category)).toEqual(["music"]);
});

test("where some of what was chosen filled up since, the next ones take their place: twelve are shown", async () => {
  const cards = Array.from({ length: 24 }, (_, at) =>
    card(String(at + 1), categories[at % 8] as StoreCard["category"]),
  );
  const full = new Set<string>();
  const { show } = createShowing({
    stores: {
      list: async () => ({ items: cards, hasNext: false, nextCursor: null }),
      find: async (id) => {
        const found = cards[+id - 1] as StoreCard;
        return full.has(id) ? { ...found, state: "sold-out", seatsLeft: 0 } : found;
      },
    },
    models: { liveId: async () => null, live: async () => null },
    deeds: { of: async () => ({ ageBand: null, sex: null, region: null, own: [] }) },
    watching: { shown: () => undefined },
    clock: { now: () => Date.parse("2030-01-02T00:00:00Z") },
  });
  const shownNow = async () => (await show(null)).items.map(({ store }) => store.id);
  const before = await shownNow();
  for (const id of before.slice(3, 5)) full.add(id);
  const after = await shownNow();
  expect(after.slice(0, 10)).toEqual(before.filter((id) => !full.has(id)));
  expect([before.length, after.length]).toEqual([12, 12]);
});

test("candidates are the newest 2,000, as of half a minute ago", async () => {
  const perPage = 100;
  let [now, reads] = [Date.parse("2030-01-02T00:00:00Z"), 0];
  const list: Catalogue["list"] = async ({ cursor = "0" }) => {
    reads += 1;
    const items = Array.from({ length: perPage }, (_, at) => card(String(+cursor * perPage + at), "music"));
    return { items, hasNext: true, nextCursor: String(+cursor + 1) };
  };
  const stores = { list, find: async (id: string) => card(id, "music") };
  const { selection } = createOpenStores({ stores, clock: { now: () => now } });
  const newest = Array.from({ length: 2_000 }, (_, at) => String(at));
  expect((await selection()).stores.map(({ id }) => id)).toEqual(newest);
  now += 29_999;
  await selection();
  expect(reads).toBe(20);
  now += 1;
  await selection();
  expect(reads).toBe(40);
});

test("luck is the same all day for a person and a store, and another for another person, store or day", async () => {
  let now = Date.parse("2030-01-02T03:00:00Z");
  const cards = [card("1", "fashion"), card("2", "music")];
  const { show } = createShowing({
    stores: {
      list: async () => ({ items: cards, hasNext: false, nextCursor: null }),
      find: async (id) => cards[+id - 1] as StoreCard,
    },
    models: { liveId: async () => null, live: async () => null },
    deeds: { of: async () => ({ ageBand: null, sex: null, region: null, own: [] }) },
    watching: { shown: () => undefined },
    clock: { now: () => now },
  });
  const luckOf = async (person: string) => {
    const { items } = await show(person as never);
    return Object.fromEntries(items.map(({ store, terms }) => [store.id, terms.exploration]));
  };
  const [ann, bob] = [await luckOf("1"), await luckOf("2")];
  now += 60_000;
  expect(await luckOf("1")).toEqual(ann);
  now += 86_400_000;
  const tomorrow = await luckOf("1");
  expect(new Set([ann["1"], ann["2"], bob["1"], tomorrow["1"]]).size).toBe(4);
});
