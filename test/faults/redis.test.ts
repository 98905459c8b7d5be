import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Client } from "../../load/crowd/client.ts";
import { type Crowd, createCrowd, type Visitor } from "../../load/crowd/crowd.ts";
import type { ServerProcess } from "../../load/processes/server-process.ts";
import { waitUntil } from "../../load/processes/wait-until.ts";
import type { SlotId } from "../../shared/ids.ts";
import { expectCleanDrop } from "../races/ten-thousand.ts";
import { type Ledger, openLedger } from "../services/ledger.ts";
import { openLiveClient } from "../services/live-client.ts";
import { lookInto, type Redis, startRedis } from "../services/redis.ts";
import { startServers } from "../services/servers.ts";
import { signedInVisitors } from "../services/visitors.ts";

const people = 1_500;
const capacity = 300;

let redis: Redis;
let ledger: Ledger;
let servers: ServerProcess[];
let crowd: Crowd;

/** Redis is away when the servers start. */
beforeAll(async () => {
  redis = await startRedis();
  await redis.kill();
  ledger = await openLedger("server");
  servers = await startServers(2, ledger.url as string, { REDIS_URL: redis.url });
  crowd = createCrowd(
    servers.map(({ url }) => url),
    64,
  );
});
afterAll(async () => {
  crowd.close();
  await Promise.all(servers.map((server) => server.stop()));
  await ledger.close();
  await redis.stop();
});

const saysOf = (server: ServerProcess, word: RegExp) =>
  server
    .log()
    .split("\n")
    .filter((line) => word.test(line));
const awayLines = () => servers.map((server) => saysOf(server, /Redis is away/).length);
const backLines = () => servers.map((server) => saysOf(server, /Redis is back/).length);

/** Both processes have noticed it once more than before. */
function untilNoticed(lines: () => number[], before: readonly number[], what: string) {
  return waitUntil(() => lines().every((count, at) => count > (before[at] ?? 0)), { what });
}
async function bringBack(how: () => Promise<void> | boolean): Promise<void> {
  const before = backLines();
  await how();
  await untilNoticed(backLines, before, "both processes are told that Redis is back");
}

/** Whether both processes hear the bus, by asking Redis who listens. */
async function untilBothListen(): Promise<void> {
  const inside = lookInto(redis.url);
  const listening = async () => Number((await inside.pubsub("NUMSUB", "popline:bus"))[1]) === 2;
  await waitUntil(listening, { what: "both processes listen" }).finally(inside.close);
}

const signedIn = async () => (await signedInVisitors(ledger.database, 1))[0] as Visitor;

/** How long a window at the second process takes to hear of joins at the first, one after the other. */
async function followJoins(count: number): Promise<number> {
  const slot = await ledger.slot({ capacity: 1 });
  const window = await openLiveClient((servers[1] as ServerProcess).url);
  window.say({ follow: `slot:${slot}` });
  await window.until(({ slot: frame }) => frame !== undefined, "the slot");
  const visitors = await signedInVisitors(ledger.database, count + 1);
  const join = (visitor: Visitor) => crowd.join(slot, { visitor, server: 0 });
  await join(visitors.pop() as Visitor);
  await window.until(({ slot: frame }) => frame?.held === 1, "the first join");
  const startedAt = performance.now();
  for (const [at, visitor] of visitors.entries()) {
    await join(visitor);
    await window.until(({ slot: frame }) => frame?.waiting === at + 1, "each join");
  }
  window.close();
  return performance.now() - startedAt;
}

/** How long it takes until somebody who signs out at the first process is out at the second, socket and all. */
async function signOut(): Promise<number> {
  const { cookie } = await (crowd.clients[0] as Client).signIn(randomUUID());
  const socket = await openLiveClient((servers[1] as ServerProcess).url, { cookie });
  const startedAt = performance.now();
  await crowd.clients[0]?.send("POST", "/api/auth/sign-out", { cookie });
  await waitUntil(() => socket.closedWith() === 4401, { what: "the socket is closed", everyMs: 5 });
  const tookMs = performance.now() - startedAt;
  expect((await crowd.clients[1]?.send("GET", "/api/me", { cookie }))?.status).toBe(401);
  return tookMs;
}

/** How many of so many requests both processes let through. */
async function passedBoth(tries: number): Promise<number> {
  const { cookie } = await signedIn();
  let passed = 0;
  for (let at = 0; at < tries; at += 4) {
    const some = [0, 1, 0, 1].map((server) => crowd.clients[server]?.send("GET", "/api/me", { cookie }));
    passed += (await Promise.all(some)).filter((reply) => reply?.status === 200).length;
  }
  return passed;
}

const listsOf = () => Promise.all(crowd.clients.map((client) => client.send("GET", `/api/stores?q=${randomUUID()}`)));

test("TRUST: with Redis away servers start, changes are seen, sessions end, limits are each one's", async () => {
  expect(await listsOf()).toMatchObject([{ status: 200 }, { status: 200 }]);
  const measure = async () => [await followJoins(4), (await signOut()) + (await signOut()), await passedBoth(400)];
  const without = await measure();
  expect(without[2]).toBeGreaterThanOrEqual(200);
  await bringBack(redis.restart);
  await untilBothListen();
  // A machine that pauses makes a figure larger, never smaller.
  const between = [await measure(), await measure(), await measure()];
  const least = without.map((_, at) => Math.min(...between.map((each) => each[at] as number)));
  // Hints that came, and a count together: a quarter, a hundredth and a half of what sweep, look and two limits make.
  for (const [at, share] of [0.5, 0.25, 0.75].entries())
    expect(least[at]).toBeLessThan(share * (without[at] as number));
  expect(servers.map((server) => saysOf(server, /"level":(50|60)/))).toEqual([[], []]);
});

/**
 * Everybody presses once; each time a fifth more has an answer something happens to Redis. The last fifth press when
 * all that is over.
 */
async function dropWhile(faults: readonly (() => unknown)[]): Promise<SlotId> {
  const slot = await ledger.slot({ capacity });
  const visitors = await signedInVisitors(ledger.database, people);
  let answered = 0;
  const press = async (visitor: Visitor) => {
    expect((await crowd.join(slot, { visitor }))?.status).toBe(201);
    answered += 1;
  };
  const pressing = Promise.all(visitors.slice(people / 5).map(press));
  for (const [at, fault] of faults.entries()) {
    const isUnderWay = () => answered >= (people * (at + 1)) / 5;
    await waitUntil(isUnderWay, { what: "the drop is under way", everyMs: 1 });
    await fault();
  }
  await Promise.all([pressing, ...visitors.slice(0, people / 5).map(press)]);
  const rows = await ledger.rows(slot);
  expect(rows.entries).toHaveLength(people);
  expectCleanDrop(slot, capacity, crowd.events, rows);
  return slot;
}

test("TRUST, D5: kill -9 of Redis with its data among joins: each is 201, and live comes back by itself", async () => {
  const [away, back] = [awayLines(), backLines()];
  await dropWhile([() => redis.kill()]);
  await untilNoticed(awayLines, away, "both processes are told that Redis is away");
  expect(await listsOf()).toMatchObject([{ status: 200 }, { status: 200 }]);
  await dropWhile([redis.restart]);
  await untilNoticed(backLines, back, "both processes are told that Redis is back");
  await untilBothListen();
  await followJoins(1);
});

test("TRUST: all data lost among joins: each is 201, and what processes share is there again", async () => {
  const inside = lookInto(redis.url);
  await dropWhile([() => inside.flushall(), () => inside.script("FLUSH")]);
  expect(await passedBoth(400)).toBeLessThan(400);
  await waitUntil(async () => (await listsOf()) && (await inside.keys("popline:cache:*")).length > 0, {
    what: "lists are shared again",
  });
  inside.close();
});

test("TRUST: a Redis that is stopped and hangs holds up no join, and lists no longer than promised", async () => {
  const away = awayLines();
  await dropWhile([redis.pause]);
  await untilNoticed(awayLines, away, "both processes have given it up");
  for (const lists of [await listsOf(), await listsOf()])
    expect(lists).toMatchObject([{ status: 200 }, { status: 200 }]);
  await bringBack(redis.goOn);
  await untilBothListen();
});
