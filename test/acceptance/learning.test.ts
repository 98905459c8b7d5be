import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { roundsOf } from "../../server/rounds.ts";
import type { AuditRow } from "../../shared/audit.ts";
import { patient } from "../services/places.ts";
import { openWorld, type World } from "./world.ts";

const address = "/api/operations/recommendations";
const head = "yyyymm,sex,age,cst_addr_no,weekend,aftern,lclss,sale_qty,sale_amt,sale_cnt";
const purchased = ["202401,F,3,11,1,1,bags,1,900,1", "202402,M,2,26,0,1,bags,2,300,3", "202402,M,2,26,0,1,toys,1,90,1"];
const file = Buffer.from([head, ...purchased].join("\n"));

let world: World;
let cookie: string;
beforeAll(async () => {
  world = await openWorld({}, patient);
  cookie = await world.signIn("학습 운영", "operator");
});
afterAll(() => world.close());

const lines = async () => (await world.ask("GET", "/api/operations/audit", { cookie })).body.items as AuditRow[];

/** The same press twice: answered alike, done once, written down once. */
async function pressTwice(path: string, body?: Buffer) {
  const headers = { "idempotency-key": randomUUID(), ...(body === undefined ? {} : { "content-type": "text/csv" }) };
  const ask = { cookie, headers, ...(body === undefined ? {} : { body }) };
  const before = (await lines()).length;
  const answer = await world.ask("POST", address + path, ask);
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  expect((await world.ask("POST", address + path, ask)).body).toEqual(answer.body);
  const [line, ...more] = (await lines()).slice(0, (await lines()).length - before);
  expect(more).toEqual([]);
  expect(line).toMatchObject({ role: "operator", network: "127.0.0.0/24", personId: expect.any(String) });
  return line?.deed;
}

const fitOf = async () => (await world.ask("GET", address, { cookie })).body.fit as { endedAt: string | null } | null;

test("I11: an import, a fit and a model put back are written down, once for each press", async () => {
  expect(await pressTwice("/purchases", file)).toBe("purchases-imported");
  expect(await pressTwice("/fits")).toBe("fit-begun");
  await waitUntil(async () => (await fitOf())?.endedAt, { what: "the fit ends", timeoutMs: 60_000 });
  const [row] = await world.database.query<{ id: string }>({
    text: `insert into model (import_id, data_hash, seed, state, parameters, metrics, learned)
      select id, hash, 1, 'kept', '{}', '{}', '{}' from purchase_import returning id::text`,
    values: [],
  });
  expect(await pressTwice(`/models/${row?.id}/put-back`)).toBe("model-put-back");
});

test("at night each process looks whether to learn, several times within the two hours", async () => {
  const looked: string[] = [];
  const learning = { learnAtNight: async () => void looked.push("learning") };
  const other = new Proxy({}, { get: () => ({}) });
  const rooms = new Proxy({ learning }, { get: (own, name) => (name === "learning" ? own.learning : other) });
  const [pauseMs, look] = roundsOf(rooms as never)["learning at night"];
  await look();
  expect(looked).toEqual(["learning"]);
  expect(pauseMs).toBeLessThanOrEqual(1_200_000);
});

test("P8: a fit stands aside while the server has a request under way", async () => {
  const { host, port } = new URL(world.address);
  const slow = connect(Number(port), "127.0.0.1");
  // Its body never comes.
  const sent = ["PATCH /api/me HTTP/1.1", `host: ${host}`, `cookie: ${cookie}`, "content-type: application/json"];
  slow.write(`${[...sent, "content-length: 9"].join("\r\n")}\r\n\r\n`);
  expect(await pressTwice("/fits")).toBe("fit-begun");
  await waitUntil(async () => (await fitOf())?.endedAt, { what: "the fit ends", timeoutMs: 60_000 });
  slow.destroy();
  const [row] = await world.database.query<{ rested: number }>({
    text: `select (metrics->>'restedMs')::integer as rested from model order by id desc limit 1`,
    values: [],
  });
  expect(row?.rested).toBeGreaterThanOrEqual(100);
});

test("one file at a time is taken in, before its bytes are read, also where one never comes", async () => {
  const { host, port } = new URL(world.address);
  const headers = { "content-type": "text/csv", "idempotency-key": randomUUID() };
  // Somebody of their own, and not too often: how often one may press is bounded.
  const other = await world.signIn("다른 운영자", "operator");
  const statusOf = async () =>
    (await world.ask("POST", `${address}/purchases`, { cookie: other, headers, body: Buffer.from("a,b\n1,2") })).status;
  const sent = [`POST ${address}/purchases HTTP/1.1`, `host: ${host}`, `cookie: ${cookie}`, "content-type: text/csv"];
  const head = `${[...sent, "content-length: 9"].join("\r\n")}\r\n\r\n`;
  let slow: Socket | undefined;
  const begin = () => {
    slow = connect(Number(port), "127.0.0.1");
    slow.write(head);
    // Refused, where the other's file was under way just then: it begins again.
    slow.once("data", begin);
  };
  begin();
  await waitUntil(async () => (await statusOf()) === 503, { what: "another file is being taken in", everyMs: 1_000 });
  slow?.destroy();
  await waitUntil(async () => (await statusOf()) === 422, { what: "whoever sent it has gone", everyMs: 1_000 });
});

test("one file at a time is taken in, also where its sender goes away meanwhile", async () => {
  const { host, port } = new URL(world.address);
  const headers = { "content-type": "text/csv", "idempotency-key": randomUUID() };
  const other = await world.signIn("셋째 운영자", "operator");
  const statusOf = async () =>
    (await world.ask("POST", `${address}/purchases`, { cookie: other, headers, body: Buffer.from("a,b\n1,2") })).status;
  const sent = [`POST ${address}/purchases HTTP/1.1`, `host: ${host}`, `cookie: ${cookie}`, "content-type: text/csv"];
  const length = [`idempotency-key: ${randomUUID()}`, `content-length: ${file.length}`];
  const waits = `select from pg_locks where relation = 'purchase_import'::regclass and not granted`;
  const isAtWork = async () => (await world.database.press({ text: waits, values: [] })).length > 0;
  const gone = connect(Number(port), "127.0.0.1");
  await world.database.transaction(async () => {
    await world.database.press({ text: "lock table purchase_import", values: [] });
    gone.write(`${[...sent, ...length].join("\r\n")}\r\n\r\n${file}`);
    await waitUntil(isAtWork, { what: "the file is taken in" });
    gone.destroy();
    await once(gone, "close");
    for (const _ of [1, 2, 3]) expect(await statusOf()).toBe(503);
  });
  await waitUntil(async () => (await statusOf()) === 422, { what: "it is taken in", everyMs: 1_000 });
});

test("a file that is not one of purchases says what is wrong, and nothing is kept or written down", async () => {
  const before = [(await lines()).length, (await world.ask("GET", address, { cookie })).body.imported];
  const headers = { "content-type": "text/csv" };
  const answer = await world.ask("POST", `${address}/purchases`, { cookie, headers, body: Buffer.from("a,b\n1,2") });
  expect(answer).toMatchObject({ status: 422, body: { type: "/problems/not-purchases" } });
  expect(answer.body.fields).toHaveLength(1);
  expect([(await lines()).length, (await world.ask("GET", address, { cookie })).body.imported]).toEqual(before);
});
