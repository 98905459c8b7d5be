import { expect, test } from "vitest";
import { waitUntil } from "../../../load/processes/wait-until.ts";
import type { Cache } from "./cache.ts";

/** A new, empty cache in which ten values have room, each of weight 1, and its time. */
interface Place {
  readonly cache: Cache;
  /** So many milliseconds go by, for whatever counts them. */
  pass(milliseconds: number): Promise<void>;
  /** The process's clock alone is set. */
  setClock(milliseconds: number): void;
}

const entry = { group: "lists", name: "newest", freshMs: 1_000, staleMs: 3_000 };

/** A cache, and a load whose answers a test gives by hand. */
async function createStage(open: () => Promise<Place>) {
  const waiting: { resolve: (value: unknown) => void; reject: (error: Error) => void }[] = [];
  const place = await open();
  return {
    ...place,
    load: () => new Promise<unknown>((resolve, reject) => waiting.push({ resolve, reject })),
    loads: () => waiting.length,
    /** Resolves when so many loads have begun; an adapter may look elsewhere first. */
    begun: (count: number) => waitUntil(() => waiting.length === count, { what: `${count} loads begin`, everyMs: 1 }),
    answer: (value: unknown, at = waiting.length - 1) => waiting[at]?.resolve(value),
    fail: () => waiting.at(-1)?.reject(new Error("no database")),
  };
}
/** Whatever was going to happen by itself has happened. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

/** The promises of `Cache`, for every adapter. */
export function cacheKeepsItsPromises(open: () => Promise<Place>): void {
  test("S12: a thousand who ask for what is not there cost one load", async () => {
    const { cache, load, loads, begun, answer } = await createStage(open);
    const asked = Array.from({ length: 1_000 }, () => cache.read(entry, load));
    await begun(1);
    answer("one");
    expect(new Set(await Promise.all(asked))).toEqual(new Set(["one"]));
    expect(loads()).toBe(1);
    expect(cache.figures()).toMatchObject({ hits: 999, misses: 1, loads: 1, failures: 0, entries: 1 });
  });

  test("S12: fresh it is answered as it is; stale it is answered while one newer is loaded; older never", async () => {
    const { cache, pass, load, loads, begun, answer } = await createStage(open);
    const first = cache.read(entry, load);
    await begun(1);
    answer("old");
    await first;
    await pass(999);
    expect([await cache.read(entry, load), loads()]).toEqual(["old", 1]);
    await pass(1);
    const stale = await Promise.all([cache.read(entry, load), cache.read(entry, load)]);
    await begun(2);
    expect(stale).toEqual(["old", "old"]);
    answer("new");
    await settled();
    expect([await cache.read(entry, load), loads()]).toEqual(["new", 2]);
    // As old as the moment it was asked for, not the one it came at.
    await pass(3_000);
    const waits = cache.read(entry, load);
    await begun(3);
    answer("newest");
    expect(await waits).toBe("newest");
  });

  test("a clock that is set back makes nothing last longer", async () => {
    const { cache, pass, setClock, load, begun, answer } = await createStage(open);
    setClock(3_600_000);
    const first = cache.read(entry, load);
    await begun(1);
    answer("before");
    await first;
    setClock(0);
    await pass(3_000);
    const second = cache.read(entry, load);
    await begun(2);
    answer("after");
    expect(await second).toBe("after");
  });

  test("a load that fails is not kept, fails for whoever waits, and leaves what is stale as it was", async () => {
    const { cache, pass, load, begun, answer, fail } = await createStage(open);
    const asked = Promise.allSettled([cache.read(entry, load), cache.read(entry, load)]);
    await begun(1);
    fail();
    expect((await asked).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    const again = cache.read(entry, load);
    await begun(2);
    answer("old");
    await again;
    await pass(1_500);
    expect(await cache.read(entry, load)).toBe("old");
    await begun(3);
    fail();
    await settled();
    expect(await cache.read(entry, load)).toBe("old");
    await begun(4);
    expect(cache.figures().failures).toBe(2);
  });

  test("what is absent is not kept", async () => {
    const { cache, load, begun, answer } = await createStage(open);
    for (const count of [1, 2]) {
      const asked = cache.read(entry, load);
      await begun(count);
      answer(null);
      expect(await asked).toBe(null);
    }
    expect(cache.figures().entries).toBe(0);
  });

  test("what was forgotten is loaded anew, also while an older load is under way", async () => {
    const { cache, load, loads, begun, answer } = await createStage(open);
    const before = cache.read(entry, load);
    await begun(1);
    cache.forget("lists");
    const after = cache.read(entry, load);
    await begun(2);
    answer("new", 1);
    expect(await after).toBe("new");
    answer("old", 0);
    expect(await before).toBe("old");
    expect([await cache.read(entry, load), loads()]).toEqual(["new", 2]);
  });

  test("a group is forgotten whole, and alone", async () => {
    const { cache, load, begun, answer } = await createStage(open);
    const others = [entry, { ...entry, name: "food" }, { ...entry, group: "store 7" }];
    for (const [at, each] of others.entries()) {
      const asked = cache.read(each, load);
      await begun(at + 1);
      answer("known");
      await asked;
    }
    cache.forget("lists");
    expect(await cache.read({ ...entry, group: "store 7" }, load)).toBe("known");
    void cache.read(entry, load);
    void cache.read({ ...entry, name: "food" }, load);
    await begun(5);
  });

  test("whoever must see what they did is answered by a load of their own, and others after them", async () => {
    const { cache, load, begun, answer } = await createStage(open);
    const first = cache.read(entry, load);
    await begun(1);
    answer("old");
    await first;
    const own = cache.renew(entry, load);
    await begun(2);
    answer("mine");
    expect([await own, await cache.read(entry, load)]).toEqual(["mine", "mine"]);
  });

  test("the bound holds, and whatever was not asked for longest goes", async () => {
    const { cache, pass, load, begun, answer } = await createStage(open);
    for (let number = 0; number < 30; number += 1) {
      const asked = cache.read({ ...entry, name: String(number) }, load);
      await begun(number + 1);
      answer(number);
      await asked;
      expect(cache.figures().weight).toBeLessThanOrEqual(10);
    }
    expect(await cache.read({ ...entry, name: "29" }, load)).toBe(29);
    await pass(1_000);
    const gone = cache.read({ ...entry, name: "0" }, load);
    await begun(31);
    answer("anew");
    expect(await gone).toBe("anew");
    expect(cache.figures()).toMatchObject({ entries: 10, weight: 10, mostWeight: 10 });
  });
}
