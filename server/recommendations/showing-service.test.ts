import { expect, test } from "vitest";
import type { StoreCard } from "../../shared/stores.ts";
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
const card = (id: string, category: "fashion" | "music") =>
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
