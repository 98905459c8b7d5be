import { expect, test } from "vitest";
import type { Cache } from "./cache.ts";

interface Place {
  /** A new, empty cache in which ten values have room, each of weight 1. */
  readonly open: (clock: { now(): number }) => Cache;
}

const entry = { group: "lists", name: "newest", freshMs: 1_000, staleMs: 3_000 };

/** A clock that a test moves, and a load whose answers it gives by hand. */
function createStage({ open }: Place) {
  const clock = { time: 0, now: () => clock.time };
  const waiting: { resolve: (value: unknown) => void; reject: (error: Error) => void }[] = [];
  return {
    clock,
    cache: open(clock),
    load: () => new Promise<unknown>((resolve, reject) => waiting.push({ resolve, reject })),
    loads: () => waiting.length,
    answer: (value: unknown, place = waiting.length - 1) => waiting[place]?.resolve(value),
    fail: () => waiting.at(-1)?.reject(new Error("no database")),
  };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** The promises of `Cache`, for every adapter. */
export function cacheKeepsItsPromises(place: Place): void {
  test("S12: a thousand who ask for what is not there cost one load", async () => {
    const { cache, load, loads, answer } = createStage(place);
    const asked = Array.from({ length: 1_000 }, () => cache.read(entry, load));
    expect(loads()).toBe(1);
    answer("one");
    expect(new Set(await Promise.all(asked))).toEqual(new Set(["one"]));
    expect(cache.figures()).toMatchObject({ hits: 999, misses: 1, loads: 1, failures: 0, entries: 1 });
  });

  test("S12: fresh it is answered as it is; stale it is answered while one newer is loaded; older never", async () => {
    const { cache, clock, load, loads, answer } = createStage(place);
    const first = cache.read(entry, load);
    answer("old");
    await first;
    clock.time = 999;
    expect([await cache.read(entry, load), loads()]).toEqual(["old", 1]);
    clock.time = 1_000;
    const stale = await Promise.all([cache.read(entry, load), cache.read(entry, load)]);
    expect([stale, loads()]).toEqual([["old", "old"], 2]);
    answer("new");
    await settled();
    expect([await cache.read(entry, load), loads()]).toEqual(["new", 2]);
    // As old as the moment it was asked for, not the one it came at.
    clock.time = 4_000;
    const waits = cache.read(entry, load);
    expect(loads()).toBe(3);
    answer("newest");
    expect(await waits).toBe("newest");
  });

  test("a clock that is set back makes nothing last longer", async () => {
    const { cache, clock, load, loads, answer } = createStage(place);
    clock.time = 3_600_000;
    const first = cache.read(entry, load);
    answer("before");
    await first;
    clock.time = 0;
    const second = cache.read(entry, load);
    expect(loads()).toBe(2);
    answer("after");
    expect(await second).toBe("after");
  });

  test("a load that fails is not kept, fails for whoever waits, and leaves what is stale as it was", async () => {
    const { cache, clock, load, loads, answer, fail } = createStage(place);
    const asked = [cache.read(entry, load), cache.read(entry, load)];
    fail();
    expect((await Promise.allSettled(asked)).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    const again = cache.read(entry, load);
    answer("old");
    await again;
    clock.time = 1_500;
    expect(await cache.read(entry, load)).toBe("old");
    fail();
    await settled();
    expect([await cache.read(entry, load), loads()]).toEqual(["old", 4]);
    expect(cache.figures().failures).toBe(2);
  });

  test("what is absent is not kept", async () => {
    const { cache, load, answer, loads } = createStage(place);
    for (const count of [1, 2]) {
      const asked = cache.read(entry, load);
      answer(null);
      expect([await asked, loads()]).toEqual([null, count]);
    }
    expect(cache.figures().entries).toBe(0);
  });

  test("what was forgotten is loaded anew, also while an older load is under way", async () => {
    const { cache, load, loads, answer } = createStage(place);
    const before = cache.read(entry, load);
    cache.forget("lists");
    const after = cache.read(entry, load);
    expect(loads()).toBe(2);
    answer("new", 1);
    expect(await after).toBe("new");
    answer("old", 0);
    expect(await before).toBe("old");
    expect([await cache.read(entry, load), loads()]).toEqual(["new", 2]);
  });

  test("a group is forgotten whole, and alone", async () => {
    const { cache, load, loads, answer } = createStage(place);
    const others = [entry, { ...entry, name: "food" }, { ...entry, group: "store 7" }];
    for (const each of others) {
      const asked = cache.read(each, load);
      answer("known");
      await asked;
    }
    cache.forget("lists");
    expect(await cache.read({ ...entry, group: "store 7" }, load)).toBe("known");
    void cache.read(entry, load);
    void cache.read({ ...entry, name: "food" }, load);
    expect(loads()).toBe(5);
  });

  test("whoever must see what they did is answered by a load of their own, and others after them", async () => {
    const { cache, load, loads, answer } = createStage(place);
    const first = cache.read(entry, load);
    answer("old");
    await first;
    const own = cache.renew(entry, load);
    expect(loads()).toBe(2);
    answer("mine");
    expect([await own, await cache.read(entry, load)]).toEqual(["mine", "mine"]);
  });

  test("the bound holds, and whatever was not asked for longest goes", async () => {
    const { cache, load, loads, answer } = createStage(place);
    for (let number = 0; number < 30; number += 1) {
      const asked = cache.read({ ...entry, name: String(number) }, load);
      answer(number);
      await asked;
      expect(cache.figures().weight).toBeLessThanOrEqual(10);
    }
    expect(await cache.read({ ...entry, name: "29" }, load)).toBe(29);
    void cache.read({ ...entry, name: "0" }, load);
    expect(loads()).toBe(31);
    expect(cache.figures()).toMatchObject({ entries: 10, weight: 10, mostWeight: 10 });
  });
}
