import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createClient } from "../../load/crowd/client.ts";
import { type Crowd, createCrowd, type Visitor } from "../../load/crowd/crowd.ts";
import type { ServerProcess } from "../../load/processes/server-process.ts";
import type { PersonId } from "../../shared/ids.ts";
import type { Entry } from "../../shared/line.ts";
import { createFaultyProxy } from "../services/faulty-proxy.ts";
import { type Ledger, openLedger } from "../services/ledger.ts";
import { startServers } from "../services/servers.ts";
import { openUnprotected } from "./unprotected.ts";

let ledger: Ledger;
let servers: ServerProcess[];
let crowd: Crowd;

beforeAll(async () => {
  ledger = await openLedger("server");
  servers = await startServers(2, ledger.url as string);
  crowd = createCrowd(servers.map(({ url }) => url));
});
afterAll(async () => {
  crowd.close();
  await Promise.all(servers.map((server) => server.stop()));
  await ledger.close();
});

test("D3, D9 control: unprotected, a double click passes both checks: in twice, or a seat back twice", async () => {
  const bare = await openUnprotected(10);
  await bare.meeting(2, () => Promise.all([bare.join(1), bare.join(1)]));
  expect((await bare.count("confirmed")).people).toBe(2);
  await bare.join(2);
  const before = await bare.held();
  const twice = await bare.meeting(2, () => Promise.all([bare.cancel(2), bare.cancel(2)]));
  expect(twice).toEqual([true, true]);
  expect(await bare.held()).toBe(before - 2);
  await bare.close();
});

test("D3, S21, I3: double clicks and two tabs at two servers: one entry, 201 once, 200 for the rest", async () => {
  const slot = await ledger.slot();
  const visitors = await crowd.signIn(20, "double");
  for (const visitor of visitors) {
    const key = randomUUID();
    const clicks = [key, key, randomUUID(), randomUUID()];
    const replies = await Promise.all(
      clicks.map((one, tab) => crowd.join(slot, { visitor, key: one, server: tab % 2 })),
    );
    expect(replies.map((reply) => reply?.status).sort()).toEqual([200, 200, 200, 201]);
    expect(new Set(replies.map((reply) => reply?.body.id)).size).toBe(1);
  }
  expect((await ledger.rows(slot)).entries).toHaveLength(20);
});

test("D3, I9: of whoever presses on and on 200 presses are remembered; the rest are answered too", async () => {
  const slot = await ledger.slot();
  const [person] = await ledger.people(1);
  const press = () => ledger.line.join(slot, { person: person as PersonId, partySize: 1, key: randomUUID() });
  for (let presses = 0; presses <= 210; presses += 1) expect(await press()).toMatchObject({ entry: { ticket: 1 } });
  expect(await ledger.run("select count(*)::integer as kept from press where person_id = $1", [person])).toEqual([
    { kept: 200 },
  ]);
});

/** A press whose answer is lost on the way back; the effect has happened when this resolves. */
async function pressAndLose(visitor: Visitor, slot: string, key: string): Promise<void> {
  const proxy = await createFaultyProxy(servers[0]?.url as string);
  proxy.go("answers-lost");
  const client = createClient(proxy.url);
  const press = client.send("POST", `/api/slots/${slot}/entries`, { cookie: visitor.cookie, key });
  await expect(press).rejects.toThrow();
  expect(proxy.lost()).toBe(1);
  client.close();
  proxy.close();
}

test("I9: a press whose answer was dropped is repeated with its key: the same ticket, at either server", async () => {
  const slot = await ledger.slot();
  const [visitor] = (await crowd.signIn(1, "dropped")) as [Visitor];
  const key = randomUUID();
  await pressAndLose(visitor, slot, key);
  for (const server of [0, 1]) {
    const reply = await crowd.join(slot, { visitor, key, server });
    expect(reply).toMatchObject({ status: 200, body: { ticket: 1, state: "confirmed" } });
  }
  expect((await ledger.rows(slot)).entries).toHaveLength(1);
});

test("I9: a retry that arrives after the person left answers the ended entry; control: another key joins", async () => {
  const slot = await ledger.slot({ capacity: 1 });
  const [first, visitor] = (await crowd.signIn(2, "left")) as [Visitor, Visitor];
  await crowd.join(slot, { visitor: first });
  const key = randomUUID();
  await pressAndLose(visitor, slot, key);
  const seen = await crowd.join(slot, { visitor, key });
  await crowd.act("leave", seen?.body as unknown as Entry, visitor);
  expect(await crowd.join(slot, { visitor, key })).toMatchObject({ status: 200, body: { ticket: 2, state: "left" } });
  expect((await ledger.rows(slot)).entries).toHaveLength(2);

  expect(await crowd.join(slot, { visitor })).toMatchObject({ status: 201, body: { ticket: 3 } });
  expect((await ledger.rows(slot)).entries).toHaveLength(3);
});

test("I9: a second click that found the first one's entry finds it ended when repeated after a cancel", async () => {
  const slot = await ledger.slot({ capacity: 1 });
  const [visitor, other] = (await crowd.signIn(2, "second click")) as [Visitor, Visitor];
  const first = await crowd.join(slot, { visitor });
  const [lost, seen] = [randomUUID(), randomUUID()];
  await pressAndLose(visitor, slot, lost);
  expect(await crowd.join(slot, { visitor, key: seen, server: 1 })).toMatchObject({ status: 200, body: { ticket: 1 } });
  await crowd.cancel(slot, first?.body.reservationId as string, visitor);
  for (const [server, key] of [lost, seen, lost].entries()) {
    const again = await crowd.join(slot, { visitor, key, server: server % 2 });
    expect(again).toMatchObject({ status: 200, body: { ticket: 1, state: "cancelled" } });
  }
  expect((await ledger.rows(slot)).line.held).toBe(0);

  const anew = await crowd.join(slot, { visitor });
  expect(anew).toMatchObject({ status: 201, body: { ticket: 2 } });
  const stillThere = await crowd.join(slot, { visitor, key: lost });
  expect(stillThere).toMatchObject({ status: 200, body: { ticket: 1, state: "cancelled" } });
  // I11: it is this person's key, and nobody else's.
  expect(await crowd.join(slot, { visitor: other, key: lost })).toMatchObject({ status: 201, body: { ticket: 3 } });
  expect((await ledger.rows(slot)).entries).toHaveLength(3);
});

test("I6, I9: a cancel whose answer was dropped, repeated with its key, returns one seat", async () => {
  const slot = await ledger.slot({ capacity: 1 });
  const [first, second] = (await crowd.signIn(2, "cancel")) as [Visitor, Visitor];
  const joined = await crowd.join(slot, { visitor: first });
  await crowd.join(slot, { visitor: second });
  const path = `/api/reservations/${joined?.body.reservationId}/cancel`;
  const key = randomUUID();
  const proxy = await createFaultyProxy(servers[1]?.url as string);
  proxy.go("answers-lost");
  const client = createClient(proxy.url);
  await expect(client.send("POST", path, { cookie: first.cookie, key })).rejects.toThrow();
  const again = await crowd.clients[0]?.send("POST", path, { cookie: first.cookie, key });
  expect(again).toMatchObject({ status: 200, body: { state: "cancelled" } });
  const otherPress = await crowd.clients[0]?.send("POST", path, { cookie: first.cookie, key: randomUUID() });
  expect(otherPress).toMatchObject({ status: 409, body: { type: "/problems/already-ended" } });
  const otherBody = await crowd.clients[0]?.send("DELETE", path.replace("/cancel", ""), { cookie: first.cookie, key });
  expect(otherBody).toMatchObject({ status: 422, body: { type: "/problems/key-reused" } });
  const { line, entries } = await ledger.rows(slot);
  expect(line).toMatchObject({ held: 1, waiting: 0 });
  expect(entries.map(({ state }) => state)).toEqual(["cancelled", "confirmed"]);
  client.close();
  proxy.close();
});

test("I9: twins in flight with one key all get the answer; control: with others, or none, one does", async () => {
  const slot = await ledger.slot();
  const key = randomUUID();
  for (const [clicks, keyOf] of [
    ["one key", () => key],
    ["four keys", () => randomUUID()],
    ["no key", () => undefined],
  ] as const) {
    const [visitor] = (await crowd.signIn(1, clicks)) as [Visitor];
    const joined = await crowd.join(slot, { visitor });
    const path = `/api/reservations/${joined?.body.reservationId}/cancel`;
    const press = (server: number) => crowd.clients[server]?.send("POST", path, { ...visitor, key: keyOf() });
    const told = (await Promise.all([0, 1, 0, 1].map(press))).map((reply) => reply?.status);
    expect(told.sort(), clicks).toEqual(clicks === "one key" ? [200, 200, 200, 200] : [200, 409, 409, 409]);
    expect((await ledger.rows(slot)).line.held, clicks).toBe(0);
  }
});
