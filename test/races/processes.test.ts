import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { type Client, createClient } from "../../load/crowd/client.ts";
import { type Crowd, createCrowd, type Visitor } from "../../load/crowd/crowd.ts";
import { startRoundRobin } from "../../load/processes/round-robin-proxy.ts";
import type { ServerProcess } from "../../load/processes/server-process.ts";
import { waitUntil } from "../../load/processes/wait-until.ts";
import type { Entry } from "../../shared/line.ts";
import { type Ledger, openLedger } from "../services/ledger.ts";
import { openLiveClient } from "../services/live-client.ts";
import { somePrefix } from "../services/redis-links.ts";
import { startServers } from "../services/servers.ts";
import { signedInVisitors } from "../services/visitors.ts";
import { expectCleanDrop } from "./ten-thousand.ts";

type Proxy = Awaited<ReturnType<typeof startRoundRobin>>;

let ledger: Ledger;
let servers: ServerProcess[];
/** In front of all four, and of the first two. */
let fronts: Proxy[];
let clients: Client[];

beforeAll(async () => {
  ledger = await openLedger("server");
  const shared = { REDIS_URL: inject("redisUrl"), REDIS_PREFIX: somePrefix() };
  servers = await startServers(4, ledger.url as string, shared);
  const urls = servers.map(({ url }) => url);
  fronts = await Promise.all([startRoundRobin(urls), startRoundRobin(urls.slice(0, 2))]);
  clients = urls.map((url) => createClient(url, 8));
});
afterAll(async () => {
  for (const client of clients) client.close();
  await Promise.all(fronts.map((front) => front.close()));
  await Promise.all(servers.map((server) => server.stop()));
  await ledger.close();
});

const visitorOf = async () => (await signedInVisitors(ledger.database, 1))[0] as Visitor;
const urlOf = (server: number) => (servers[server] as ServerProcess).url;

async function inFrontOf<Answer>(front: number, work: (crowd: Crowd) => Promise<Answer>): Promise<Answer> {
  const crowd = createCrowd([(fronts[front] as Proxy).url], 128);
  return work(crowd).finally(crowd.close);
}

test.each([
  [4, 0],
  [2, 1],
])("D1, D2, S17, S21: behind one address %d processes are one: each joiner has one outcome", async (_, front) => {
  const slot = await ledger.slot({ capacity: 100 });
  const visitors = await signedInVisitors(ledger.database, 250);
  await inFrontOf(front, async (crowd) => {
    const keys = new Map(visitors.map(({ id }) => [id, randomUUID()]));
    const press = (visitor: Visitor) => crowd.join(slot, { visitor, key: keys.get(visitor.id) as string });
    // Everybody twice at once, and once more: three requests, on up to three processes.
    const twice = [...visitors, ...visitors];
    expect((await Promise.all(twice.map(press))).map((reply) => reply?.status)).not.toContain(503);
    for (const reply of await Promise.all(visitors.map(press))) expect(reply?.status).toBeLessThan(300);
    const rows = await ledger.rows(slot);
    expect(rows.entries).toHaveLength(250);
    expectCleanDrop(slot, 100, crowd.events, rows);
  });
});

test("S1, TRUST: signed out at one process, somebody is out at all, and their sockets close", async () => {
  const { cookie } = await (clients[0] as Client).signIn(randomUUID());
  const sockets = await Promise.all(servers.map(({ url }) => openLiveClient(url, { cookie })));
  const statuses = () =>
    Promise.all(clients.map(async (client) => (await client.send("GET", "/api/me", { cookie })).status));
  expect(await statuses()).toEqual([200, 200, 200, 200]);
  expect((await clients[1]?.send("POST", "/api/auth/sign-out", { cookie }))?.status).toBeLessThan(300);
  await waitUntil(() => sockets.every(({ closedWith }) => closedWith() === 4401), { what: "all sockets are closed" });
  expect(await statuses()).toEqual([401, 401, 401, 401]);
});

test("S4: what somebody changes of themselves at one process their session says at all", async () => {
  const { cookie } = await (clients[0] as Client).signIn(randomUUID());
  const name = async (client: Client) => (await client.send("GET", "/api/me", { cookie })).body.name;
  for (const client of clients) await name(client);
  const body = { name: `이름 ${randomUUID().slice(0, 8)}` };
  expect((await clients[2]?.send("PATCH", "/api/me", { cookie, body }))?.status).toBe(200);
  for (const client of clients) {
    await waitUntil(async () => (await name(client)) === body.name, { what: "the session says the new name" });
  }
});

test("S23, S24: a place taken at one process is told in the person's windows at another, as the slot is", async () => {
  const slot = await ledger.slot({ capacity: 1 });
  const [visitor, other] = [await visitorOf(), await visitorOf()];
  const window = await openLiveClient(urlOf(3), { cookie: other.cookie });
  for (const topic of ["me", `slot:${slot}`]) window.say({ follow: topic });
  await window.until(({ slot: frame }) => frame?.held === 0, "the slot");
  await inFrontOf(1, async (crowd) => {
    const seated = (await crowd.join(slot, { visitor }))?.body as unknown as Entry;
    await crowd.join(slot, { visitor: other });
    await window.until(({ entry }) => entry?.state === "waitlisted", "that it waits, which it did not know before");
    await window.until(({ slot: frame }) => frame?.waiting === 1, "the line");
    await crowd.cancel(slot, seated.reservationId as string, visitor);
    await window.until(({ entry }) => entry?.state === "confirmed", "its seat");
  });
  window.close();
});

test("S12: what a host changes at one process all show, and what one has loaded answers for all", async () => {
  const host = (await (clients[0] as Client).signIn(randomUUID(), "host")).cookie;
  const day = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  const body = { name: randomUUID(), category: "food", district: "성수", startsOn: day, endsOn: day };
  const store = String((await clients[0]?.send("POST", "/api/stores", { cookie: host, body }))?.body.id);
  const shown = async (client: Client) => (await client.send("GET", `/api/stores/${store}`)).body.name;
  for (const client of clients) expect(await shown(client)).toBe(body.name);
  const name = randomUUID();
  const change = { cookie: host, body: { revision: 1, name } };
  expect((await clients[0]?.send("PATCH", `/api/stores/${store}`, change))?.status).toBe(200);
  for (const client of clients) {
    await waitUntil(async () => (await shown(client)) === name, { what: "the new name is shown" });
  }
  const operator = (await (clients[3] as Client).signIn(randomUUID(), "operator")).cookie;
  const shared = async () =>
    Number((await clients[3]?.send("GET", "/api/operations/cache", { cookie: operator }))?.body.shared);
  const before = await shared();
  const isShared = async () => {
    for (const client of clients) await client.send("GET", "/api/stores?q=nobody-has-this-name");
    return (await shared()) > before;
  };
  await waitUntil(isShared, { what: "the last is answered by what another loaded" });
});

test("TRUST, flood: the limit of a person is one over all processes, whichever they go to", async () => {
  await inFrontOf(0, async ({ clients: [front] }) => {
    /** How many requests of somebody who asks until they are refused pass beyond what comes back meanwhile. */
    async function passedAtOnce(): Promise<number> {
      const { cookie } = await visitorOf();
      const startedAt = performance.now();
      const ask = async () => (await front?.send("GET", "/api/me", { cookie }))?.status;
      const answers: (number | undefined)[] = [];
      while (answers.length < 400 || !answers.includes(429)) {
        answers.push(...(await Promise.all([ask(), ask(), ask(), ask()])));
      }
      const refilled = ((performance.now() - startedAt) / 1_000) * 20;
      const passed = answers.filter((status) => status === 200).length;
      expect(passed).toBeGreaterThanOrEqual(100);
      expect(new Set(answers)).toEqual(new Set([200, 429]));
      return passed - refilled;
    }
    // Each process alone would let 100 through, as it does while Redis is late on a busy machine, so up to three people
    // are watched. Of one limit each may be a tenth behind, and what is on its way.
    const passed = [await passedAtOnce()];
    while (Math.min(...passed) >= 200 && passed.length < 3) passed.push(await passedAtOnce());
    expect(Math.min(...passed), `beyond what came back: ${passed}`).toBeLessThan(200);
  });
});
