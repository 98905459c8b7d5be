import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../services/free-port.ts";
import { openWorld, type World } from "./world.ts";

let world: World;
let operator: string;
let port: number;
beforeAll(async () => {
  port = await freePort();
  world = await openWorld({ METRICS: "prometheus", METRICS_PORT: String(port) });
  operator = await world.signIn("운영", "operator");
});
afterAll(() => world.close());

const look = async (path: string) => (await world.ask("GET", `/api/operations/${path}`, { cookie: operator })).body;
const stateOf = async (part: string) =>
  ((await look("health")).parts as { part: string; state: string }[]).find((one) => one.part === part)?.state;
const run = (text: string, values: readonly unknown[]) => world.database.query({ text, values });

test("S40: what is wrong with lines is named, and the lines it is about come first", async () => {
  const { slot: oversold } = await world.openStore({}, 1);
  const { slot: still, store } = await world.openStore({}, 1);
  for (const slot of [oversold, still]) {
    for (const name of ["하나", "둘", "셋"]) await world.join(slot, await world.signIn(name));
  }
  expect([await stateOf("seats"), await stateOf("lines"), await stateOf("database")]).toEqual(["well", "well", "well"]);
  await run(
    `insert into reservation (slot_id, ticket, person_id, party_size, created_at) values ($1, 9, -9, 1, now())`,
    [oversold],
  );
  await run("update slot_line set capacity = 2 where slot_id = $1", [still]);
  expect([await stateOf("seats"), await stateOf("lines")]).toEqual(["trouble", "trouble"]);
  const { items } = await look("lines");
  expect(items).toMatchObject([
    { slotId: oversold, capacity: 1, seated: 2, waiting: 2, isOversold: true, isStill: false },
    { slotId: still, storeId: store, capacity: 2, seated: 1, waiting: 2, isOversold: false, isStill: true },
  ]);
  expect((await look("health")).waiting).toBe(4);
});

test("S40: mails wait from when they may go: a pause after a try does not count, a lease does", async () => {
  const age = async () =>
    ((await look("health")).parts as { part: string; figure: number }[]).find(({ part }) => part === "outbox")?.figure;
  /** One message of a kind that nobody here sends, written five minutes ago. */
  const ageWith = async (dueAt: string, tries: number) => {
    await run("delete from outbox where kind = 'of-later'", []);
    await run(
      `insert into outbox (kind, slot_id, ticket, person_id, created_at, due_at, tries)
        values ('of-later', 1, 1, 1, now() - interval '5 minutes', $1::timestamptz, $2)`,
      [dueAt, tries],
    );
    return age();
  };
  const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
  expect(await ageWith("-infinity", 0)).toBeGreaterThanOrEqual(299);
  expect(await ageWith(inSeconds(1_800), 0)).toBeLessThan(100);
  expect(await ageWith(inSeconds(200), 3)).toBeLessThan(100);
  expect(await ageWith(inSeconds(200), 0)).toBeGreaterThanOrEqual(299);
  const due = await ageWith(inSeconds(-150), 3);
  expect(due).toBeGreaterThanOrEqual(149);
  expect(due).toBeLessThan(250);
  await run("delete from outbox where kind = 'of-later'", []);
});

test("S40: the page of mails says the age of the oldest, also of one that failed and has its pause", async () => {
  await run("delete from outbox", []);
  await run(
    `insert into outbox (kind, slot_id, ticket, person_id, created_at, due_at, tries) values
      ('of-later', 1, 1, 1, now() - interval '80 minutes', now() + interval '30 minutes', 3),
      ('of-later', 1, 2, 1, now() - interval '5 seconds', '-infinity', 0)`,
    [],
  );
  const { waiting, oldestSeconds } = await look("outbox");
  expect(waiting).toBe(2);
  expect(oldestSeconds).toBeGreaterThanOrEqual(80 * 60);
  expect(oldestSeconds).toBeLessThan(85 * 60);
  await run("delete from outbox", []);
});

test("TRUST personal data: of people operators see a name, a role and since when, and nothing they told", async () => {
  const cookie = await world.signIn("새로 온 손님");
  const profile = await world.ask("GET", "/api/me", { cookie });
  const { items } = (await look("people?limit=1")) as { items: Record<string, unknown>[] };
  expect(items[0]).toEqual({ id: profile.body.id, name: "새로 온 손님", role: "visitor", since: expect.any(String) });
  const operators = (await look("people?role=operator")) as { items: Record<string, unknown>[] };
  expect(operators.items).toMatchObject([{ name: "운영", role: "operator" }]);
  expect((await look(`people?personId=${profile.body.id}`)).items).toHaveLength(1);
  // Number 0 is nobody: whoever was erased.
  expect((await look("people?cursor=1")).items).toEqual([]);
});

test("S40: figures for machines are at an address of their own, and not at the product's", async () => {
  for (const path of ["/metrics", "/api/metrics"]) expect((await world.ask("GET", path)).status).toBe(404);
  const { slot } = await world.openStore({}, 1);
  const scrape = async () => await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const joins = (text: string) => Number(/^popline_joins_total (\d+)$/m.exec(text)?.[1]);
  const before = await scrape();
  expect(before).toMatch(/^popline_oversold \d+$/m);
  expect(before).toMatch(/^popline_sockets 0$/m);
  await world.join(slot, await world.signIn("세어지는 손님"));
  expect(joins(await scrape()) - joins(before)).toBe(1);
});
