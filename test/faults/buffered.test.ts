import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Crowd, createCrowd, type Visitor } from "../../load/crowd/crowd.ts";
import type { ServerProcess } from "../../load/processes/server-process.ts";
import { waitUntil } from "../../load/processes/wait-until.ts";
import type { SlotId } from "../../shared/ids.ts";
import type { Entry } from "../../shared/line.ts";
import { type Ledger, openLedger } from "../services/ledger.ts";
import { openLiveClient } from "../services/live-client.ts";
import { type Postgres, startPostgres } from "../services/postgres.ts";
import { lookInto, type Redis, startRedis } from "../services/redis.ts";
import { startServers } from "../services/servers.ts";
import { signedInVisitors } from "../services/visitors.ts";

const capacity = 40;

let postgres: Postgres;
let redis: Redis;
let ledger: Ledger;
let servers: ServerProcess[];
let crowd: Crowd;

beforeAll(async () => {
  [postgres, redis] = await Promise.all([startPostgres(), startRedis({ keeps: true })]);
  ledger = await openLedger("server", { databaseUrl: postgres.url });
  servers = await startServers(2, postgres.url, { REDIS_URL: redis.url, LINE: "buffered" });
  crowd = createCrowd(
    servers.map(({ url }) => url),
    64,
  );
});
afterAll(async () => {
  crowd.close();
  await Promise.all(servers.map((server) => server.stop()));
  await ledger.close();
  await Promise.all([postgres.stop(), redis.stop()]);
});

/** Everybody's entry, in the order of their tickets. */
async function joinAll(slot: SlotId, visitors: readonly Visitor[]): Promise<(Entry & { visitor: Visitor })[]> {
  const joined = await Promise.all(
    visitors.map(async (visitor) => {
      const reply = await crowd.joinUntilAnswered(slot, { visitor });
      expect(reply?.status).toBeLessThan(300);
      return { ...(reply?.body as unknown as Entry), visitor };
    }),
  );
  return joined.sort((one, other) => one.ticket - other.ticket);
}
const present = (slot: SlotId, { visitor, receipt }: Entry & { visitor: Visitor }) =>
  crowd.clients[0]?.send("POST", `/api/slots/${slot}/entries`, {
    ...{ cookie: visitor.cookie, body: { receipt }, key: randomUUID() },
  });

/** Visitors whose sessions each server has seen. */
async function knownVisitors(count: number): Promise<Visitor[]> {
  const visitors = await signedInVisitors(ledger.database, count);
  for (const client of crowd.clients) {
    await Promise.all(visitors.map(({ cookie }) => client.send("GET", "/api/me", { cookie })));
  }
  return visitors;
}

/** Their sessions, and a slot that Redis knows; its first person is written. */
async function beginDrop(count: number): Promise<{ slot: SlotId; visitors: Visitor[] }> {
  const slot = await ledger.slot({ capacity });
  const visitors = await knownVisitors(count + 1);
  await joinAll(slot, [visitors.pop() as Visitor]);
  await untilWritten(slot, 1);
  return { slot, visitors };
}
const untilWritten = (slot: SlotId, count: number) =>
  waitUntil(async () => (await ledger.rows(slot)).entries.length === count, { what: "all are written" });

/** All who pressed have their tickets, seats are the first ones', and their pages say so. */
async function expectOutcomes(slot: SlotId, joined: readonly (Entry & { visitor: Visitor })[]): Promise<void> {
  const { line, entries } = await ledger.rows(slot);
  const known = new Map(entries.map((entry) => [entry.ticket, entry]));
  expect(joined.map(({ ticket }) => known.get(ticket)?.personId)).toEqual(joined.map(({ visitor }) => visitor.id));
  expect(entries.map(({ state }) => state)).toEqual(
    entries.map((_, at) => (at < capacity ? "confirmed" : "waitlisted")),
  );
  expect(line.held).toBe(Math.min(capacity, entries.length));
}

test("DESIGN 1, D2: a press is answered with a ticket and a receipt; the page is told what came of it", async () => {
  const { slot, visitors } = await beginDrop(1);
  const visitor = visitors[0] as Visitor;
  const window = await openLiveClient((servers[1] as ServerProcess).url, { cookie: visitor.cookie });
  window.say({ follow: "me" });
  const [mine] = await joinAll(slot, [visitor]);
  expect(mine).toMatchObject({ ticket: 2, state: "waiting", receipt: expect.any(String) });
  await window.until(({ entry }) => entry?.state === "confirmed" && entry.id === mine?.id, "the seat");
  window.close();
});

test("TRUST: PostgreSQL killed: tickets go on in order, also over a kill of Redis; then all outcomes", async () => {
  const { slot, visitors } = await beginDrop(120);
  await postgres.kill();
  const before = await joinAll(slot, visitors.slice(0, 60));
  await redis.kill();
  await redis.restart();
  const after = await joinAll(slot, visitors.slice(60));
  const joined = [...before, ...after];
  expect(joined.map(({ ticket, state, receipt }) => [ticket, state, typeof receipt])).toEqual(
    joined.map((_, at) => [at + 2, "waiting", "string"]),
  );
  await postgres.restart();
  await untilWritten(slot, 121);
  await expectOutcomes(slot, joined);
});

test("DESIGN 1: Redis wiped while PostgreSQL is down: receipts keep their order, the new come later", async () => {
  const { slot, visitors } = await beginDrop(61);
  const newcomer = visitors.pop() as Visitor;
  await postgres.kill();
  const joined = await joinAll(slot, visitors);
  const inside = lookInto(redis.url);
  await inside.flushall();
  inside.close();
  await postgres.restart();
  await ledger.run("update slot_line set entrance_since = now() - interval '1 minute' where slot_id = $1", [slot]);
  const epochOf = async () =>
    (await ledger.run<{ epoch: number }>("select epoch from slot_line where slot_id = $1", [slot]))[0]?.epoch;
  await waitUntil(async () => (await epochOf()) === 2, { what: "another epoch begins" });
  await waitUntil(async () => (await present(slot, joined.at(-1) as never))?.status === 200, { what: "it is there" });
  expect(await crowd.join(slot, { visitor: newcomer })).toMatchObject({ status: 503 });
  const stolen = { ...(joined[0] as Entry), visitor: newcomer };
  expect(await present(slot, stolen)).toMatchObject({ status: 400 });
  for (const entry of [...joined].reverse()) {
    const { status, body } = (await present(slot, entry)) ?? {};
    expect([status, body?.id, body?.state]).toEqual([200, entry.id, "waiting"]);
    expect(body?.ahead).toBeLessThanOrEqual(entry.ahead as number);
  }
  await ledger.run("update slot_line set recovering_until = now() where slot_id = $1", [slot]);
  const [late] = await joinAll(slot, [newcomer]);
  expect(late?.ticket).toBeGreaterThan(joined.at(-1)?.ticket as number);
  await untilWritten(slot, 62);
  await expectOutcomes(slot, [...joined, late as never]);
});

test("TRUST: PostgreSQL killed before the opening and any press: the first presses have tickets", async () => {
  const slot = await ledger.slot({ capacity, opensInMs: 10_000 });
  const [early, ...visitors] = (await knownVisitors(60)) as [Visitor, ...Visitor[]];
  const inside = lookInto(redis.url);
  const hasCard = async () => (await inside.keys(`*line:${slot}:card`)).length === 1;
  await waitUntil(hasCard, { what: "Redis has the slot's card" });
  inside.close();
  await postgres.kill();
  const isOpen = async () => (await crowd.join(slot, { visitor: early }))?.status === 201;
  await waitUntil(isOpen, { what: "it opens", everyMs: 1_000 });
  const joined = await joinAll(slot, visitors);
  expect(joined.map(({ ticket, state }) => [ticket, state])).toEqual(joined.map((_, at) => [at + 2, "waiting"]));
  await postgres.restart();
  await untilWritten(slot, 60);
  const [first, ...others] = (await ledger.rows(slot)).entries;
  expect([first?.personId, others.map(({ personId }) => personId)]).toEqual([
    early.id,
    joined.map(({ visitor }) => visitor.id),
  ]);
});
