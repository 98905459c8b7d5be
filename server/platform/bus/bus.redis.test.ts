import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from "vitest";
import { waitUntil } from "../../../load/processes/wait-until.ts";
import { lookInto, type Redis, startRedis } from "../../../test/services/redis.ts";
import { openLink, patientMs, somePrefix } from "../../../test/services/redis-links.ts";
import { openRedis, patienceMs } from "../redis/link.redis.ts";
import { busKeepsItsPromises } from "./bus.conformance.ts";
import { createRedisBus } from "./bus.redis.ts";

/** The bus of so many processes, each of which hears the others. */
async function openBuses(count: number, url = inject("redisUrl"), answerWithinMs = patientMs) {
  const prefix = somePrefix();
  const troubles: unknown[] = [];
  const links = await Promise.all(Array.from({ length: count }, () => openLink({ url, prefix, answerWithinMs })));
  const buses = links.map((link) => createRedisBus({ link, onTrouble: (error) => troubles.push(error) }));
  const heard = buses.map((bus) => {
    const each: unknown[] = [];
    bus.subscribe("line", (message) => each.push(message));
    return each;
  });
  const publish = (from: number, message: unknown, elsewhere?: unknown) =>
    buses[from]?.publish("line", message, elsewhere);
  /** Everybody hears everybody: what each says last is at each of the others. */
  async function untilConnected(): Promise<void> {
    for (const at of buses.keys()) {
      const word = `hello from ${at} ${Math.random()}`;
      const isHeard = () => {
        publish(at, word);
        return heard.every((each) => each.includes(word));
      };
      await waitUntil(isHeard, { what: "the processes hear each other" });
    }
    await settle();
    for (const each of heard) each.length = 0;
  }
  /** What was said before this is heard by now, wherever it is. */
  async function settle(): Promise<void> {
    for (const at of buses.keys()) {
      const last = `last of ${at} ${Math.random()}`;
      publish(at, last);
      await waitUntil(() => heard.every((each) => each.includes(last)), { what: "the last word is heard" });
      for (const each of heard) each.splice(each.indexOf(last), 1);
    }
  }
  await untilConnected();
  return { prefix, links, buses, heard, troubles, publish, untilConnected, settle };
}

describe("the bus through Redis, within a process", () => {
  const links: ReturnType<typeof openRedis>[] = [];
  afterAll(() => {
    for (const { close } of links) close();
  });
  busKeepsItsPromises(() => {
    const link = openRedis({ url: inject("redisUrl"), prefix: somePrefix(), onChange: () => undefined });
    links.push(link);
    link.connect();
    return createRedisBus({ link, onTrouble: () => undefined });
  });
});

describe("the bus through Redis, among processes", () => {
  test("S17, S24: what one says the others hear once, in order, as JSON, and it hears no echo", async () => {
    const { heard, publish, settle } = await openBuses(3);
    const many = Array.from({ length: 2_500 }, (_, number) => ({ number }));
    for (const each of many) publish(0, each);
    publish(0, { at: new Date(0) }, { at: "for others" });
    await settle();
    expect(heard[0]).toEqual([...many, { at: new Date(0) }]);
    for (const others of heard.slice(1)) expect(others).toEqual([...many, { at: "for others" }]);
  });

  test("installations with prefixes of their own on one Redis hear nothing of each other", async () => {
    const [ours, theirs] = [await openBuses(2), await openBuses(2)];
    ours.publish(0, "ours");
    await ours.settle();
    await theirs.settle();
    expect(theirs.heard).toEqual([[], []]);
  });

  test("a message that nobody can read is dropped with a word on it, and those after it are heard", async () => {
    const { prefix, buses, heard, troubles, publish, settle } = await openBuses(2);
    buses[1]?.subscribe("line", (message) => {
      if (message === "chokes") throw new Error("a listener chokes on it");
    });
    const outside = lookInto(inject("redisUrl"));
    onTestFinished(outside.close);
    const from = randomUUID();
    for (const text of ["", "{", `${from}{`, `${from}5`, `${from}null`, `${from}[5]`, `${from}[null]`]) {
      await outside.publish(`${prefix}:bus`, text);
    }
    const isDropped = () => troubles.length === 14;
    await waitUntil(isDropped, { what: "both have dropped what is no list of hints" });
    troubles.length = 0;
    publish(0, "chokes");
    publish(0, "after it");
    await settle();
    expect(String(troubles)).toBe("Error: a listener chokes on it");
    expect(heard[1]).toEqual(["chokes", "after it"]);
  });
});

describe("the bus while Redis is away", () => {
  let redis: Redis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());

  test("D5: it tells this process all the same, keeps nothing for later, and comes back by itself", async () => {
    const { links, buses, heard, publish, untilConnected } = await openBuses(2, redis.url);
    const late: unknown[] = [];
    buses[1]?.subscribe("line", (message) => typeof message === "number" && late.push(message));
    await redis.kill();
    await waitUntil(() => links.every((link) => !link.isThere()), { what: "it is noticed" });
    for (let number = 0; number < 1_000; number += 1) publish(0, number);
    expect(heard.map((each) => each.length)).toEqual([1_000, 0]);
    await redis.restart();
    await untilConnected();
    expect(late).toEqual([]);
  });

  test("stopped in its tracks it holds nobody up: it counts as away, until it goes on", async () => {
    const { links, heard, publish, untilConnected } = await openBuses(2, redis.url, patienceMs);
    redis.pause();
    publish(0, "into the void");
    expect(heard[0]).toEqual(["into the void"]);
    await waitUntil(() => links.every((link) => !link.isThere()), { what: "it is noticed without an error" });
    redis.goOn();
    await untilConnected();
  });
});
