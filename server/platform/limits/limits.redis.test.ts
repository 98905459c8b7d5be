import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from "vitest";
import { waitUntil } from "../../../load/processes/wait-until.ts";
import { createHandClock } from "../../../test/services/hand-clock.ts";
import { lookInto, type Redis, startRedis } from "../../../test/services/redis.ts";
import { openLink, somePrefix, untilThere } from "../../../test/services/redis-links.ts";
import { openRedis, type RedisLink } from "../redis/link.redis.ts";
import { limitsKeepTheirPromises } from "./limits.conformance.ts";
import { createRedisLimits } from "./limits.redis.ts";

/** Slow to fill: within a test nothing comes back by itself in Redis, whose clock nobody moves. */
const limit = { perSecond: 0.01, burst: 100, mostKeys: 1_000 };

/** The same limit in so many processes on one Redis. Their clock stands until a test moves it. */
async function openProcesses(count: number, url = inject("redisUrl")) {
  const prefix = somePrefix();
  const { clock, pass } = createHandClock();
  const links = await Promise.all(Array.from({ length: count }, () => openLink({ url, prefix })));
  const takes = links.map((link) => createRedisLimits({ link, clock }).open("person", limit));
  const inside = lookInto(url);
  onTestFinished(inside.close);
  const take = (process: number, key = "7") => takes[process]?.(key) ?? Number.NaN;
  /** How many are let through of so many. */
  const passed = (process: number, tries: number, key?: string) =>
    Array.from({ length: tries }, () => take(process, key)).filter((wait) => wait === 0).length;
  /** What is left where all count. */
  const left = async (key = "7") => Number.parseFloat((await inside.get(`${prefix}:limit:{person}:${key}`)) ?? "100");
  const untilLeft = (tokens: number, key?: string) =>
    waitUntil(async () => Math.abs((await left(key)) - tokens) < 1, { what: `${tokens} tokens are left for all` });
  return { links, inside, prefix, take, passed, left, untilLeft, pass };
}

describe("limits through Redis, within a process", () => {
  const links: RedisLink[] = [];
  afterAll(() => {
    for (const { close } of links) close();
  });
  limitsKeepTheirPromises((clock) => {
    const link = openRedis({ url: inject("redisUrl"), prefix: somePrefix(), onChange: () => undefined });
    links.push(link);
    link.connect();
    return createRedisLimits({ link, clock });
  });
});

describe("limits through Redis, among processes", () => {
  test("TRUST, flood: what one process let through is gone at the others, and a flood over all is as one", async () => {
    const { passed, untilLeft, take } = await openProcesses(4);
    expect(passed(0, 90)).toBe(90);
    await untilLeft(10);
    // A process finds out when it tells; a tenth of the burst is what it may let through before.
    for (const process of [1, 2, 3]) expect(passed(process, 10)).toBe(10);
    await untilLeft(-20);
    await waitUntil(() => [0, 1, 2, 3].every((process) => take(process) > 0), { what: "nobody is let through" });
  });

  test("what was let through too much at first is owed: nobody gains by going to several processes", async () => {
    const { passed, untilLeft, take } = await openProcesses(4);
    for (const process of [0, 1, 2, 3]) expect(passed(process, 1_000)).toBe(100);
    await untilLeft(-300);
    await waitUntil(() => take(2) > 100 / limit.perSecond, { what: "it says how long that takes" });
  });

  test("each key and each limit has its own bucket, and a bucket goes when it is full again", async () => {
    const { inside, prefix, passed, untilLeft, left } = await openProcesses(1);
    expect(passed(0, 50, "a")).toBe(50);
    await untilLeft(50, "a");
    expect([passed(0, 20, "b"), await left("c")]).toEqual([20, 100]);
    await untilLeft(80, "b");
    const key = `${prefix}:limit:{person}:a`;
    expect(await inside.pttl(key)).toBeGreaterThan(4_000_000);
    expect(await inside.pttl(key)).toBeLessThanOrEqual(5_000_000);
  });

  test("whoever presses now and then costs Redis nothing", async () => {
    const { inside, prefix, passed, untilLeft } = await openProcesses(1);
    for (let person = 0; person < 100; person += 1) expect(passed(0, 9, String(person))).toBe(9);
    // What was to be told before is told with this one.
    expect(passed(0, 10, "somebody in a hurry")).toBe(10);
    await untilLeft(90, "somebody in a hurry");
    expect(await inside.keys(`${prefix}:*`)).toEqual([`${prefix}:limit:{person}:somebody in a hurry`]);
  });
});

describe("limits while Redis is away", () => {
  let redis: Redis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());

  test("TRUST: each process counts alone and at once; with Redis back, empty, they count together again", async () => {
    const { links, passed, untilLeft, pass } = await openProcesses(2, redis.url);
    await redis.kill();
    await waitUntil(() => links.every((link) => !link.isThere()), { what: "it is noticed" });
    for (const process of [0, 1]) expect(passed(process, 1_000)).toBe(100);
    await redis.restart();
    await Promise.all(links.map(untilThere));
    // As long as it takes to fill: what was let through while Redis was away is owed to nobody.
    await pass(10_000_000);
    expect(passed(0, 60)).toBe(60);
    await untilLeft(40);
    expect(passed(1, 10)).toBe(10);
    await untilLeft(30);
    await waitUntil(() => passed(1, 1) === 0, { what: "the other has heard of it", everyMs: 1 });
  });
});
