import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { createSqlModelShelf } from "../../server/recommendations/fitting/model-shelf.sql.ts";
import { consentVersion } from "../../shared/consent-version.ts";
import type { Recommendations, Similar } from "../../shared/recommendations.ts";
import { categories } from "../../shared/store-codes.ts";
import type { StoreCard } from "../../shared/stores.ts";
import { openWorld, type World } from "./world.ts";

let world: World;
let modelId: string;
const booked: { readonly slot: string }[] = [];

/** Everybody likes all alike; people in their thirties like records, people of fifty and older bags. */
const likes = (records: number, bags: number) => [bags, records, 100, 100, 100, 100, 100, 100];
const names = ["bags", "records", "books", "bakery", "mobile", "pets", "toys", "perfume"];
const learnedWhere = (thirty: number[]) => ({
  categories: names,
  parameters: { smoothing: 10, kappa: 10, easeWeight: 1, fewest: 1 },
  segments: [
    { key: "[]", people: 100, times: likes(100, 100) },
    { key: '["3"]', people: 20, times: thirty },
    { key: '["5"]', people: 20, times: likes(100, 9_000) },
  ],
  weights: [0],
});
const certain = { mean: 0.1, low: 0.1, high: 0.1 };
const newModel = (thirty: number[]) => ({
  ...{ learned: learnedWhere(thirty), measured: { judges: 170, precision3: certain, ndcg10: certain }, metrics: {} },
  ...({ of: null, learnedFrom: "purchases", dataHash: "0".repeat(64), isNightly: false } as const),
});

beforeAll(async () => {
  world = await openWorld();
  for (const category of categories) {
    const { slot } = await world.openStore({ category });
    if (category === "tech") booked.push({ slot });
  }
  const first = { ...newModel(likes(9_000, 100)), seed: 1, state: "live" } as const;
  modelId = (await createSqlModelShelf(world.database).keep(first)).id;
});
afterAll(() => world.close());

async function shown(cookie?: string): Promise<Recommendations> {
  const { status, body } = await world.ask("GET", "/api/recommendations", { cookie });
  expect(status).toBe(200);
  return body as unknown as Recommendations;
}

const year = new Date().getFullYear();
async function somebody(name: string, age: number): Promise<string> {
  const cookie = await world.signIn(name);
  const told = { birthYear: year - age, sex: "F", region: "11", version: consentVersion };
  expect(await world.ask("PATCH", "/api/me", { cookie, body: told })).toMatchObject({ status: 200 });
  return cookie;
}

describe("S38: what a new person tells decides what they are shown, at once", () => {
  test("people of different segments see other stores first, each for a reason that is true of the score", async () => {
    const [thirty, fifty] = [await shown(await somebody("서른", 33)), await shown(await somebody("쉰", 55))];
    expect(thirty).toMatchObject({ modelId, basis: "segment" });
    expect(thirty.items[0]).toMatchObject({ reason: "segment", store: { category: "music" } });
    expect(fifty.items[0]).toMatchObject({ reason: "segment", store: { category: "fashion" } });
    for (const { score, terms, reason } of [...thirty.items, ...fifty.items]) {
      expect(score).toBeCloseTo(
        Object.values(terms).reduce((sum, each) => sum + each, 0),
        10,
      );
      const { exploration: _, ...told } = terms;
      expect(terms[reason]).toBe(Math.max(...Object.values(told)));
      expect(terms[reason]).toBeGreaterThan(0);
    }
    // (9,000 + 10 · 1/8) ÷ (9,700 + 10) against everybody's eighth, κ = 10 and nothing done yet.
    expect(thirty.items[0]?.terms.segment).toBeCloseTo((9_000 + 10 / 8) / 9_710 - 1 / 8, 6);
  });

  test("of nobody we know, or who takes back what they told, no taste is made up: they see what is new", async () => {
    const cookie = await somebody("마음이 바뀐", 33);
    expect((await shown(cookie)).basis).toBe("segment");
    await world.ask("POST", "/api/me/consents", { cookie, body: { kinds: ["profile"], isGiven: false } });
    for (const list of [await shown(), await shown(cookie)]) {
      expect(list.basis).toBe("everybody");
      for (const { terms, reason } of list.items) {
        const { own, segment, others, everybody, popular } = terms;
        expect([reason, own, segment, others, everybody, popular]).toEqual(["fresh", 0, 0, 0, 0, 0]);
      }
    }
  });

  test("what somebody booked counts, as long as they let it be used", async () => {
    const cookie = await somebody("예약한", 33);
    for (const { slot } of booked) expect(await world.join(slot, cookie)).toMatchObject({ status: 201 });
    const list = await shown(cookie);
    expect(list.basis).toBe("own");
    expect(list.items.find(({ store }) => store.category === "tech")?.terms.own).toBeCloseTo(1 / 11, 3);
    await world.ask("POST", "/api/me/consents", { cookie, body: { kinds: ["profile"], isGiven: false } });
    expect((await shown(cookie)).basis).toBe("everybody");
  });
});

test("rollback: what is shown is scored by the earlier model again, soon after an operator put it back", async () => {
  const shelf = createSqlModelShelf(world.database);
  const { id: newer } = await shelf.keep({ ...newModel(likes(100, 9_000)), seed: 2, state: "live" });
  const cookie = await somebody("되돌린", 33);
  const first = async () => {
    const answer = await world.ask("GET", "/api/recommendations", { cookie });
    // Who looks as often as this one does may be told to wait.
    if (answer.status === 429) return "";
    const { modelId: by, items } = answer.body as unknown as Recommendations;
    return [by, items[0]?.store.category].join();
  };
  await waitUntil(async () => (await first()) === `${newer},fashion`, { what: "the newer model is used" });
  const operator = await world.signIn("되돌리는 운영", "operator");
  const path = `/api/operations/recommendations/models/${modelId}/put-back`;
  const headers = { "idempotency-key": randomUUID() };
  expect(await world.ask("POST", path, { cookie: operator, headers })).toMatchObject({ status: 200 });
  await waitUntil(async () => (await first()) === `${modelId},music`, { what: "the earlier model is used again" });
});

describe("D28: what somebody is shown and opens is written down of whoever agreed to it alone", () => {
  interface Seen {
    readonly shown: readonly { store: string; place: string; rank: number; reason: string; model: string | null }[];
    readonly opened: readonly { store: string }[];
  }
  const copy = async (cookie: string) => (await world.ask("GET", "/api/me/export", { cookie })).body as unknown as Seen;

  /** Whom nothing is kept of looks first, so that when there is something of the other there would be of this one. */
  async function look(cookie: string): Promise<readonly string[]> {
    const list = await shown(cookie);
    const ids = list.items.map(({ store }) => store.id);
    await world.ask("GET", `/api/stores/${ids[0]}/similar`, { cookie });
    const opened = await world.ask("POST", `/api/stores/${ids[0]}/views`, { cookie });
    expect(opened.status).toBe(204);
    expect((await world.ask("POST", "/api/stores/999999999/views", { cookie })).status).toBe(204);
    return ids;
  }

  /** Nothing is kept of them, also once they look again and the next round has told of somebody else. */
  async function isUnwatched(cookie: string, other: string): Promise<void> {
    expect(await copy(cookie)).toMatchObject({ shown: [], opened: [] });
    await look(cookie);
    const another = await somebody(other, 33);
    await look(another);
    await waitUntil(async () => (await copy(another)).opened.length > 0, { what: "the next round has told" });
    expect(await copy(cookie)).toMatchObject({ shown: [], opened: [] });
  }

  test("each store of a row once a day, with rank, reason, model; of others nothing, and nothing after", async () => {
    const [silent, told] = [await world.signIn("말 없는"), await somebody("보는 사람", 33)];
    await look(silent);
    const ids = await look(told);
    await look(told);
    const seen = await waitUntil(async () => ((await copy(told)).opened.length > 0 ? copy(told) : null), {
      what: "what was opened is written down",
    });
    const home = seen.shown.filter(({ place }) => place === "home").toSorted((one, other) => one.rank - other.rank);
    expect(home.map(({ store }) => String(store))).toEqual(ids);
    expect(home[0]).toMatchObject({ rank: 1, reason: "segment", model: modelId });
    expect(seen.shown.filter(({ place }) => place === "similar").length).toBeGreaterThan(0);
    expect(seen.opened.map(({ store }) => String(store))).toEqual([ids[0]]);
    expect(await copy(silent)).toMatchObject({ shown: [], opened: [] });

    await world.ask("POST", "/api/me/consents", { cookie: told, body: { kinds: ["profile"], isGiven: false } });
    await isUnwatched(told, "보는 다른 사람");
  });

  test("whoever empties sex, birth year and region takes it back, with the last of them", async () => {
    const told = await somebody("비우는 사람", 33);
    const empty = async (body: object) =>
      expect(await world.ask("PATCH", "/api/me", { cookie: told, body })).toMatchObject({ status: 200 });
    const latest = async () =>
      (await world.ask("GET", "/api/me/consents", { cookie: told })).body.items as { kind: string; isGiven: boolean }[];
    await look(told);
    await waitUntil(async () => (await copy(told)).opened.length > 0, { what: "what was opened is written down" });
    await empty({ birthYear: null, region: null });
    await empty({ name: "비우는 이" });
    expect((await copy(told)).opened).toHaveLength(1);
    await empty({ sex: null });
    expect((await latest())[0]).toMatchObject({ kind: "profile", isGiven: false });
    await isUnwatched(told, "비우지 않는 사람");
  });
});

describe("what is like a store", () => {
  const similar = async (storeId: string) => {
    const { status, body } = await world.ask("GET", `/api/stores/${storeId}/similar`);
    return { status, ids: (body as unknown as Similar).items?.map(({ id }) => id) };
  };

  test("is of its category or its district, has a seat, and is not itself", async () => {
    const { items } = await shown();
    const [one] = items.map(({ store }) => store) as [StoreCard];
    const { ids = [] } = await similar(one.id);
    const others = items
      .map(({ store }) => store)
      .filter(({ id, district }) => id !== one.id && district === one.district);
    expect(ids.length).toBeGreaterThan(0);
    expect(ids.length).toBeLessThanOrEqual(6);
    expect(others.map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
  });

  test("is absent with it", async () => {
    expect(await similar("999999999")).toMatchObject({ status: 404 });
  });
});
