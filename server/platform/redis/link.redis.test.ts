import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from "vitest";
import { waitUntil } from "../../../load/processes/wait-until.ts";
import { lookInto, type Redis, startRedis } from "../../../test/services/redis.ts";
import { openLink, patientMs, somePrefix, untilThere } from "../../../test/services/redis-links.ts";
import { openRedis, patienceMs } from "./link.redis.ts";

const addressWith = (credentials: string, address: string, protocol = "redis") =>
  `${protocol}://${credentials}@${address}`;

type Change = readonly [isThere: boolean, cause: string | null];

/** A link that begins to connect, and what it tells of Redis. */
function beginLink(url: string, answerWithinMs = patientMs) {
  const changes: Change[] = [];
  const link = openRedis({
    ...{ url, prefix: somePrefix(), answerWithinMs },
    onChange: (...change) => changes.push(change),
  });
  onTestFinished(link.close);
  link.connect();
  return { link, changes };
}

/** Somebody who takes connections and says what comes first through each, and nothing else. */
async function startDeafServer() {
  const first: Buffer[] = [];
  const open: Socket[] = [];
  const server = createServer((socket) => {
    open.push(socket);
    socket.on("error", () => undefined);
    socket.once("data", (bytes) => first.push(bytes));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  return { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, first };
}

test("commands are answered; what Redis refuses is no answer and no error, and the link holds", async () => {
  const link = await openLink();
  const key = link.named("key");
  expect(await link.ask((redis) => redis.set(key, "value", "PX", 10_000))).toBe("OK");
  expect(await link.ask((redis) => redis.get(key))).toBe("value");
  expect(await link.ask((redis) => redis.incr(key))).toBeUndefined();
  expect([link.isThere(), await link.ask((redis) => redis.get(key))]).toEqual([true, "value"]);
});

test("a script is known again to a Redis that has forgotten it", async () => {
  const link = await openLink();
  const settle = link.script<string[]>("platform/limits/settle-limits.lua");
  expect(await settle([link.named("limit")], [1, 10, 3])).toEqual(["7"]);
  await link.ask((redis) => redis.script("FLUSH"));
  expect(Number((await settle([link.named("limit")], [1, 10, 3]))?.[0])).toBeLessThan(5);
});

test("a password that is wrong is told without it, and once", async () => {
  const { hostname, port } = new URL(inject("redisUrl"));
  const { link, changes } = beginLink(addressWith("nobody:hunter2", `${hostname}:${port}`));
  await waitUntil(() => changes.length > 0, { what: "it is told" });
  expect([changes, link.isThere()]).toEqual([[[false, "WRONGPASS"]], false]);
});

test("rediss:// speaks TLS: a handshake begins with 22, and nothing is said in the clear", async () => {
  const { address, first } = await startDeafServer();
  beginLink(addressWith(":hunter2", address, "rediss"));
  await waitUntil(() => first.length >= 2, { what: "both connections speak" });
  expect(first.map((bytes) => bytes[0])).toEqual(first.map(() => 22));
});

test("whoever takes the connection and then says nothing is no Redis, and is left and tried again", async () => {
  const { address, first } = await startDeafServer();
  const { link } = beginLink(`redis://${address}`);
  await waitUntil(() => first.length >= 4, { what: "both connections are tried again" });
  expect([link.isThere(), await link.ask((redis) => redis.ping())]).toEqual([false, undefined]);
});

describe("a Redis that goes away", () => {
  let redis: Redis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());

  test("TRUST: it is told once that it went and that it is back; meanwhile nothing waits or is kept", async () => {
    const { link, changes } = beginLink(redis.url);
    await untilThere(link);
    expect(changes).toEqual([]);
    await redis.kill();
    await waitUntil(() => !link.isThere(), { what: "it is noticed" });
    const key = link.named("key");
    const asked = Array.from({ length: 1_000 }, () => link.ask((client) => client.incr(key)));
    expect(new Set(await Promise.all(asked))).toEqual(new Set([undefined]));
    await redis.restart();
    await untilThere(link);
    expect(await link.ask((client) => client.get(key))).toBeNull();
    expect(changes.map(([isThere]) => isThere)).toEqual([false, true]);
  });

  test("TRUST: one that hangs is waited for once, and comes back by itself when it goes on", async () => {
    const { link, changes } = beginLink(redis.url, patienceMs);
    await untilThere(link);
    redis.pause();
    const key = link.named("key");
    const startedAt = performance.now();
    const asked = Array.from({ length: 1_000 }, () => link.ask((client) => client.incr(key)));
    expect(new Set(await Promise.all(asked))).toEqual(new Set([undefined]));
    // One after the other they would wait for 250 s.
    expect(performance.now() - startedAt).toBeLessThan(60_000);
    expect([link.isThere(), changes]).toEqual([false, [[false, "slow"]]]);
    redis.goOn();
    await untilThere(link);
    const inside = lookInto(redis.url);
    onTestFinished(inside.close);
    // It may have heard what it was told before it was left, and is not told again.
    expect(Number(await inside.get(key))).toBeLessThanOrEqual(1_000);
  });

  test("TRUST: a process that was busy itself for longer than that takes the answer that came meanwhile", async () => {
    const { link, changes } = beginLink(redis.url, patienceMs);
    await untilThere(link);
    // From here on timers come before what was read.
    await new Promise(setImmediate);
    const asked = link.ask((client) => client.ping());
    const until = performance.now() + 8 * patienceMs;
    while (performance.now() < until);
    expect([await asked, changes]).toEqual(["PONG", []]);
  });
});
