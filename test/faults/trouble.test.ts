import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { expect, test } from "vitest";
import type { PersonId } from "../../shared/ids.ts";
import { createClient } from "../services/client.ts";
import { createCrowd, type Visitor } from "../services/crowd.ts";
import { openLedger } from "../services/ledger.ts";
import { startServer } from "../services/server-process.ts";
import { startServers, testSettings } from "../services/servers.ts";
import { waitUntil } from "../services/wait-until.ts";

test("S25: a batch whose connection is terminated is repeated and nobody notices", async () => {
  const ledger = await openLedger("server");
  const slot = await ledger.slot();
  const [blocked] = (await ledger.people(1)) as [PersonId];
  const holder = new pg.Client({ connectionString: ledger.url as string });
  await holder.connect();
  await holder.query("begin; select from slot_line for update");
  const joining = ledger.line.join(slot, { person: blocked, partySize: 1, key: randomUUID() });
  const waiting = "select pid from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";
  const pid = await waitUntil(async () => (await holder.query(waiting)).rows[0]?.pid, { what: "the batch waits" });
  await holder.query("select pg_terminate_backend($1)", [pid]);
  await holder.query("commit");
  expect(await joining).toMatchObject({ fresh: true, entry: { ticket: 1, state: "confirmed" } });
  await holder.end();
  await ledger.close();
});

test("S25: a slot whose lock cannot be had answers 503 with Retry-After, and other slots go on", async () => {
  const ledger = await openLedger("server");
  const [server] = await startServers(1, ledger.url as string);
  const crowd = createCrowd([server?.url as string]);
  const [stuck, free] = [await ledger.slot(), await ledger.slot()];
  const [visitor, other] = (await crowd.signIn(2)) as [Visitor, Visitor];
  const holder = new pg.Client({ connectionString: ledger.url as string });
  await holder.connect();
  await holder.query("begin");
  await holder.query("select from slot_line where slot_id = $1 for update", [stuck]);
  const refused = crowd.join(stuck, { visitor });
  expect((await crowd.join(free, { visitor: other }))?.status).toBe(201);
  const reply = await refused;
  expect(reply?.status).toBe(503);
  expect(Number(reply?.headers["retry-after"])).toBeGreaterThan(0);
  await holder.query("rollback");
  expect((await crowd.join(stuck, { visitor }))?.status).toBe(201);
  await holder.end();
  crowd.close();
  await server?.stop();
  await ledger.close();
});

test("a second process on the embedded data folder is refused by name; after kill -9 it may start", async () => {
  const folder = await mkdtemp(join(tmpdir(), "popline-lock-"));
  const settings = testSettings({ DATA_DIR: folder });
  const first = await startServer(settings);
  await expect(startServer(settings)).rejects.toThrow(`in use by process ${first.pid}`);
  const visitor = await createClient(first.url).signIn("지수");
  await first.kill("SIGKILL");
  const second = await startServer(settings);
  const client = createClient(second.url);
  expect((await client.send("GET", "/api/me", { cookie: visitor.cookie })).body).toMatchObject({ id: visitor.id });
  client.close();
  await second.stop();
  await rm(folder, { recursive: true });
});

test("SIGTERM in a drop: what was accepted is answered and stored, and the process ends by itself", async () => {
  const ledger = await openLedger("server");
  const [server] = await startServers(1, ledger.url as string);
  const crowd = createCrowd([server?.url as string], 200);
  const slot = await ledger.slot();
  const visitors = await crowd.signIn(1_000);
  const pressing = visitors.map((visitor) => crowd.join(slot, { visitor }));
  await Promise.race(pressing);
  await server?.stop();
  const replies = await Promise.all(pressing);
  const told = replies.filter((reply) => reply?.status === 201);
  expect(told.length).toBeGreaterThan(0);
  expect(replies.filter((reply) => reply !== null && reply.status >= 500 && reply.status !== 503)).toEqual([]);
  const tickets = new Set((await ledger.rows(slot)).entries.map(({ ticket }) => ticket));
  for (const reply of told) expect(tickets.has(reply?.body.ticket as number)).toBe(true);
  crowd.close();
  await ledger.close();
});
