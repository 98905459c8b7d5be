import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from "vitest";
import { waitUntil } from "../../../load/processes/wait-until.ts";
import { createHandClock } from "../../../test/services/hand-clock.ts";
import { lookInto, type Redis, startRedis } from "../../../test/services/redis.ts";
import { openLink, patientMs, somePrefix, untilThere } from "../../../test/services/redis-links.ts";
import { patienceMs } from "../redis/link.redis.ts";
import { cacheKeepsItsPromises } from "./cache.conformance.ts";
import { createRedisCache } from "./cache.redis.ts";

/** Long: a test moves time, but what Redis keeps goes by its own clock, which nobody holds on a busy machine. */
const entry = { group: "lists", name: "newest", freshMs: 20_000, staleMs: 60_000 };

/** The caches of so many processes on one Redis, with one time that a test moves, in Redis too. */
async function openCaches(count: number, url = inject("redisUrl"), answerWithinMs = patientMs) {
  const prefix = somePrefix();
  const { clock, pass: passHere, setClock } = createHandClock();
  const links = await Promise.all(Array.from({ length: count }, () => openLink({ url, prefix, answerWithinMs })));
  const caches = links.map((link) => createRedisCache({ link, clock, mostWeight: 10 }));
  const inside = lookInto(url);
  onTestFinished(inside.close);
  const keys = () => inside.keys(`${prefix}:*`);
  async function pass(milliseconds: number): Promise<void> {
    await passHere(milliseconds);
    for (const key of await keys()) {
      const left = (await inside.pttl(key)) - milliseconds;
      if (left > 0) await inside.pexpire(key, left);
      else await inside.del(key);
    }
  }
  const valuesKept = async () => (await keys()).filter((key) => !key.endsWith("}"));
  return { links, caches, inside, keys, valuesKept, pass, setClock };
}

/** A load that answers at once, and how often it was asked. */
function createSource(value: unknown) {
  let count = 0;
  const load = async () => {
    count += 1;
    return value;
  };
  return { load, count: () => count };
}

/** A load that answers when it is told to. */
function createSlowLoad() {
  let answer: (value: unknown) => void = () => undefined;
  const begun = { is: false };
  const load = () => {
    begun.is = true;
    return new Promise<unknown>((resolve) => {
      answer = resolve;
    });
  };
  const hasBegun = () => waitUntil(() => begun.is, { what: "the load begins", everyMs: 1 });
  return { load, hasBegun, answer: (value: unknown) => answer(value) };
}

type Caches = Awaited<ReturnType<typeof openCaches>>["caches"];
const read = (caches: Caches, at: number, load: () => Promise<unknown>) => caches[at]?.read(entry, load);

describe("the cache through Redis, as one process sees it", () => {
  cacheKeepsItsPromises(async () => {
    const { caches, pass, setClock } = await openCaches(1);
    return { cache: caches[0] as Caches[0], pass, setClock };
  });
});

describe("the cache through Redis, among processes", () => {
  test("S12: what one has loaded four are answered by; each asks again when it is not fresh any more", async () => {
    const { caches, valuesKept, pass } = await openCaches(4);
    const store = { items: [{ name: "성수 팝업", seats: null }] };
    const source = createSource(store);
    await read(caches, 0, source.load);
    await waitUntil(async () => (await valuesKept()).length === 1, { what: "it is kept for the others" });
    for (const at of caches.keys()) expect(await read(caches, at, source.load)).toEqual(store);
    expect([source.count(), caches[3]?.figures()]).toEqual([1, expect.objectContaining({ loads: 0, shared: 1 })]);
    await pass(20_000);
    await read(caches, 3, source.load);
    await waitUntil(() => source.count() === 2, { what: "one loads it anew" });
  });

  test("S12: what another loaded is as old here as it is: nothing is answered past its age", async () => {
    const { caches, valuesKept, pass } = await openCaches(2);
    const old = createSource("old");
    await read(caches, 0, old.load);
    await waitUntil(async () => (await valuesKept()).length === 1, { what: "it is kept for the others" });
    await pass(10_000);
    expect(await read(caches, 1, old.load)).toBe("old");
    await pass(50_000);
    expect(await read(caches, 1, createSource("new").load)).toBe("new");
    expect(old.count()).toBe(1);
  });

  test("S12: what took long to load is as old as its load: others have it for so much shorter, or not", async () => {
    const { caches, valuesKept, pass, inside } = await openCaches(2);
    const slow = createSlowLoad();
    const reading = read(caches, 0, slow.load);
    await slow.hasBegun();
    await pass(12_000);
    slow.answer("old");
    await reading;
    await waitUntil(async () => (await valuesKept()).length === 1, { what: "it is kept for the others" });
    expect(await inside.pttl((await valuesKept())[0] as string)).toBeLessThanOrEqual(8_000);
    await pass(8_000);
    expect(await read(caches, 1, createSource("new").load)).toBe("new");
  });

  test("S12: what was not fresh any more when it came is kept for nobody", async () => {
    const { caches, valuesKept, pass, links } = await openCaches(1);
    const slow = createSlowLoad();
    const reading = read(caches, 0, slow.load);
    await slow.hasBegun();
    await pass(20_000);
    slow.answer("old");
    await reading;
    await links[0]?.ask((redis) => redis.ping());
    expect(await valuesKept()).toEqual([]);
  });

  test("S12: what one forgot is given to nobody, also not by a load that began before and ends after", async () => {
    const { caches, valuesKept } = await openCaches(3);
    const slow = createSlowLoad();
    const before = read(caches, 0, slow.load);
    await slow.hasBegun();
    caches[1]?.forget("lists");
    expect(await read(caches, 1, createSource("new").load)).toBe("new");
    await waitUntil(async () => (await valuesKept()).length === 1, { what: "the new one is kept" });
    slow.answer("old");
    expect(await before).toBe("old");
    expect(await read(caches, 2, createSource("loaded").load)).toBe("new");
  });

  test("S12: nor where nobody has loaded since, nor when Redis has lost everything meanwhile", async () => {
    const { caches, valuesKept, inside, keys, links } = await openCaches(2);
    for (const loses of [async () => caches[1]?.forget("lists"), async () => void (await inside.del(await keys()))]) {
      const slow = createSlowLoad();
      const before = caches[0]?.renew(entry, slow.load);
      await slow.hasBegun();
      await loses();
      // Commands of one process are answered in order: what was to be lost is by now, and then what was to be kept.
      await links[1]?.ask((redis) => redis.ping());
      slow.answer("old");
      await before;
      await links[0]?.ask((redis) => redis.ping());
      expect(await valuesKept()).toEqual([]);
    }
  });

  test("S12: a forget that is lost is made up for by the age: a minute here and no more", async () => {
    const { caches, valuesKept, inside, keys, pass } = await openCaches(2);
    await read(caches, 1, createSource("old").load);
    await waitUntil(async () => (await valuesKept()).length === 1, { what: "it is kept" });
    const newer = createSource("new");
    await pass(59_980);
    expect(await read(caches, 1, newer.load)).toBe("old");
    await waitUntil(() => newer.count() === 1, { what: "it is loaded anew in the background" });
    await inside.del(await keys());
    await pass(60_000);
    expect(await read(caches, 1, newer.load)).toBe("new");
  });

  test("all that is kept in Redis goes by itself, and what is no JSON is loaded instead of failing", async () => {
    const { caches, valuesKept, inside, keys } = await openCaches(2);
    await read(caches, 0, createSource("good").load);
    await waitUntil(async () => (await valuesKept()).length === 1, { what: "it is kept" });
    for (const key of await keys()) expect(await inside.pttl(key)).toBeGreaterThan(0);
    const [key] = await valuesKept();
    const kept = (await inside.get(key as string)) as string;
    await inside.set(key as string, kept.replace('"good"', "{good"), "PX", 20_000);
    expect(await read(caches, 1, createSource("loaded").load)).toBe("loaded");
  });
});

describe("the cache while Redis is away", () => {
  let redis: Redis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());

  test("S12: everybody is answered from the database, it is kept here, and what is shared comes back", async () => {
    const { caches, links, valuesKept, pass } = await openCaches(2, redis.url);
    await redis.kill();
    await waitUntil(() => links.every((link) => !link.isThere()), { what: "it is noticed" });
    const source = createSource("loaded");
    for (const at of [0, 1, 0, 1]) expect(await read(caches, at, source.load)).toBe("loaded");
    expect(source.count()).toBe(2);
    caches[0]?.forget("lists");
    await redis.restart();
    await Promise.all(links.map(untilThere));
    await pass(60_000);
    await read(caches, 0, source.load);
    await waitUntil(async () => (await valuesKept()).length === 1, { what: "it is shared again" });
  });

  test("S12: a Redis that answers nothing is waited for once, and no longer than promised", async () => {
    const { caches, links } = await openCaches(1, redis.url, patienceMs);
    redis.pause();
    const asked = Array.from({ length: 100 }, (_, name) =>
      caches[0]?.read({ ...entry, name: String(name) }, createSource(name).load),
    );
    const startedAt = performance.now();
    expect(await Promise.all(asked)).toHaveLength(100);
    // One after the other they would wait for 25 s.
    expect(performance.now() - startedAt).toBeLessThan(20_000);
    expect(links[0]?.isThere()).toBe(false);
    redis.goOn();
    await untilThere(links[0] as (typeof links)[0]);
  });
});
