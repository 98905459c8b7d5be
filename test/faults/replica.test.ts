import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Client, createClient } from "../../load/crowd/client.ts";
import { type ServerProcess, startServer } from "../../load/processes/server-process.ts";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { type Postgres, startPostgres } from "../services/postgres.ts";
import { testSettings } from "../services/servers.ts";

let primary: Postgres;
let replica: Postgres;
let servers: ServerProcess[];
let clients: Client[];
let host: string;

beforeAll(async () => {
  primary = await startPostgres();
  replica = await startPostgres({ replicaOf: primary });
  const start = () =>
    startServer(testSettings({ DATABASE_URL: primary.url, DATABASE_REPLICA_URL: replica.url, DEMO_DATA: "off" }));
  // The second finds everything migrated.
  servers = [await start(), await start()];
  clients = servers.map(({ url }) => createClient(url));
  host = (await (clients[0] as Client).signIn("호스트", "host")).cookie;
  await untilReplayed();
});
afterAll(async () => {
  for (const client of clients ?? []) client.close();
  await Promise.all((servers ?? []).map((server) => server.stop()));
  await replica?.stop();
  await primary?.stop();
});

async function ask<Row extends object>({ url }: Postgres, text: string): Promise<Row> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<Row>(text).finally(() => client.end());
  return rows[0] as Row;
}

async function untilReplayed(): Promise<void> {
  const { mark } = await ask<{ mark: string }>(primary, "select pg_current_wal_flush_lsn()::text as mark");
  const has = `select pg_last_wal_replay_lsn() >= '${mark}' as has`;
  await waitUntil(async () => (await ask<{ has: boolean }>(replica, has)).has, { what: "the replica has it all" });
}

/** From now on the replica receives what is written and shows none of it. */
async function lag(): Promise<void> {
  await ask(replica, "select pg_wal_replay_pause()");
  const state = "select pg_get_wal_replay_pause_state() = 'paused' as is";
  await waitUntil(async () => (await ask<{ is: boolean }>(replica, state)).is, { what: "the replica lags" });
}

/** A new store, with what its host's browser keeps from then on. */
async function register(name = randomUUID()) {
  const day = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  const body = { name, category: "food", district: "성수", startsOn: day, endsOn: day };
  const reply = await (clients[0] as Client).send("POST", "/api/stores", { cookie: host, body });
  expect(reply.status).toBe(201);
  const given = [reply.headers["set-cookie"]].flat().map((each) => String(each).split(";")[0]);
  const mark = given.find((each) => each?.startsWith("popline-wrote=")) as string;
  return { id: String(reply.body.id), name, day, mark };
}

/** Whether a search on each server finds the store, for somebody with these cookies. */
async function finds({ name }: { name: string }, cookie?: string): Promise<boolean[]> {
  const replies = clients.map((client) => client.send("GET", `/api/stores?q=${name}`, { cookie }));
  return (await Promise.all(replies)).map(({ status, body }) => {
    expect(status).toBe(200);
    return (body.items as unknown[]).length === 1;
  });
}
/**
 * A new store that nobody with these cookies finds: what is lacking on the replica is not looked for elsewhere. Where
 * a list was read on the primary, as when the replica was slow to answer, another one: what was found is kept a while.
 */
const registerUnseen = (cookie?: string) =>
  waitUntil(
    async () => {
      const store = await register();
      return (await finds(store, cookie)).some(Boolean) ? null : store;
    },
    { what: "lists read the replica", everyMs: 200 },
  );
const untilEverybodyFinds = (store: { name: string }) =>
  waitUntil(async () => (await finds(store)).every(Boolean), { what: "everybody finds the store" });

test("D20: lists and searches read the replica, and whoever has written finds it at once on every server", async () => {
  await lag();
  const visitor = await (clients[1] as Client).signIn("손님");
  await registerUnseen(visitor.cookie);
  const store = await registerUnseen();
  expect(await finds(store, `${host}; ${store.mark}`)).toEqual([true, true]);
  // Everything else reads where it was written.
  for (const client of clients) expect((await client.send("GET", `/api/stores/${store.id}`)).status).toBe(200);
  await ask(replica, "select pg_wal_replay_resume()");
  await untilEverybodyFinds(store);
});

test("D20: what a host has just written is in every list of theirs at once, on every server", async () => {
  await lag();
  const store = await register();
  const path = `/api/stores/${store.id}`;
  const write = async (method: string, to: string, body: object = {}) => {
    const reply = await (clients[0] as Client).send(method, to, { cookie: host, body });
    expect([to, reply.status < 300]).toEqual([to, true]);
    return reply.body;
  };
  const times = { dates: [store.day], times: ["11:00"], capacity: 3 };
  const { slotIds } = await write("POST", `${path}/slots`, times);
  const [slot] = slotIds as string[];
  await write("PATCH", `/api/slots/${slot}`, { capacity: 5 });
  const { id: invitation } = await write("POST", `${path}/staff/invitations`);
  await write("POST", `${path}/notices`, { text: "내일은 14시에 열어요." });
  const lists = {
    "/api/me/stores": { id: store.id, name: store.name },
    [`${path}/slots`]: { id: slot, capacity: 5 },
    [`${path}/staff/invitations`]: { id: invitation },
    [`${path}/notices`]: { text: "내일은 14시에 열어요." },
  };
  for (const client of clients) {
    for (const [list, written] of Object.entries(lists)) {
      const { body } = await client.send("GET", list, { cookie: host });
      expect(body.items, list).toContainEqual(expect.objectContaining(written));
    }
  }
  await ask(replica, "select pg_wal_replay_resume()");
  await untilEverybodyFinds(store);
});

test("D20: a mark that nobody gave, or that says nothing, is as good as none", async () => {
  await lag();
  const store = await register();
  const [name, value = ""] = store.mark.split("=");
  const [content, ...seal] = value.split(".");
  const absurd = Buffer.from(JSON.stringify("FFFFFFFF/FFFFFFFF")).toString("base64url");
  for (const forged of ["", "x", "..", content, [absurd, ...seal].join("."), `${value}x`, "%00", "a".repeat(3_000)]) {
    await registerUnseen(`${name}=${forged}`);
  }
  await ask(replica, "select pg_wal_replay_resume()");
  await untilEverybodyFinds(store);
});

test("D20: while the replica is away lists read the primary, and come back to it by themselves", async () => {
  await replica.kill();
  const store = await register();
  expect(await finds(store)).toEqual([true, true]);

  await replica.restart();
  await untilReplayed();
  await lag();
  await registerUnseen();
  await ask(replica, "select pg_wal_replay_resume()");
});
