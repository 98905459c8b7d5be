import { describe, expect, test } from "vitest";
import { createHandClock } from "../../../test/services/hand-clock.ts";
import { cacheKeepsItsPromises } from "./cache.conformance.ts";
import { createLocalCache } from "./cache.local.ts";

describe("the cache in the process", () => {
  cacheKeepsItsPromises(async () => {
    const { clock, pass, setClock } = createHandClock();
    return { cache: createLocalCache({ clock, mostWeight: 10 }), pass, setClock };
  });

  test("a value weighs what it is, and one that is too heavy is answered and not kept", async () => {
    const weigh = (value: unknown) => (value as string).length;
    const cache = createLocalCache({ clock: { now: () => 0 }, mostWeight: 10, weigh });
    const read = (name: string, value: string) =>
      cache.read({ group: "pages", name, freshMs: 1, staleMs: 1 }, async () => value);
    await read("a", "123456");
    await read("b", "123");
    expect(cache.figures()).toMatchObject({ entries: 2, weight: 9 });
    expect(await read("c", "12345678901")).toBe("12345678901");
    expect(cache.figures()).toMatchObject({ entries: 2, weight: 9 });
    await read("d", "1234");
    expect(cache.figures()).toMatchObject({ entries: 2, weight: 7 });
  });
});
