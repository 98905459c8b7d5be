import { afterAll, beforeAll, expect, test } from "vitest";
import { type Crowd, createCrowd, type Visitor } from "../../load/crowd/crowd.ts";
import { type ServerProcess, startServer } from "../../load/processes/server-process.ts";
import { waitUntil } from "../../load/processes/wait-until.ts";
import type { SlotId } from "../../shared/ids.ts";
import { expectCleanDrop } from "../races/ten-thousand.ts";
import { type Ledger, openLedger } from "../services/ledger.ts";
import { embeddedFolder } from "../services/places.ts";
import { type Postgres, startPostgres } from "../services/postgres.ts";
import { restartServer, startServers, testSettings } from "../services/servers.ts";
import { signedInVisitors } from "../services/visitors.ts";

const people = 10_000;
const capacity = 500;
const connections = 250;

let postgres: Postgres;
let ledger: Ledger;
let servers: ServerProcess[];
let crowd: Crowd;
let visitors: Visitor[];

beforeAll(async () => {
  postgres = await startPostgres();
  ledger = await openLedger("server", { databaseUrl: postgres.url });
  servers = await startServers(2, postgres.url);
  crowd = createCrowd(
    servers.map(({ url }) => url),
    connections,
  );
  visitors = await signedInVisitors(ledger.database, people);
});
afterAll(async () => {
  crowd.close();
  await Promise.all(servers.map((server) => server.stop()));
  await ledger.close();
  await postgres.stop();
});

const isOfFirst = ({ id }: { id: string }) => Number(id) % 2 === 0;
/** Who is there before the rush, all at the server that is killed. */
const early = 20;
let restartedAt = Number.NaN;

const wentWithout = ({ answer }: Crowd["events"][number]) => answer === "lost" || answer.status === 503;

/**
 * Everybody presses at once, and repeats that press until there is an answer. A fault comes each time a fifth of them
 * have one more; that each came in the middle is proven: some had no answer yet, and some presses went without.
 */
async function dropWith(
  faults: readonly (() => Promise<void>)[],
  crowd: Crowd,
  slot: SlotId,
  visitors: readonly Visitor[],
) {
  let answered = 0;
  const press = async (visitor: Visitor) => {
    expect((await crowd.joinUntilAnswered(slot, { visitor }))?.status).toBeLessThan(300);
    answered += 1;
  };
  const pressing = Promise.all(visitors.map(press));
  for (const [at, fault] of faults.entries()) {
    const isUnderWay = () => answered >= (visitors.length * (at + 1)) / 5;
    await waitUntil(isUnderWay, { what: "the drop is under way", everyMs: 1 });
    const before = crowd.events.length;
    await fault();
    expect(answered).toBeLessThan(visitors.length);
    const isFelt = () => crowd.events.slice(before).some(wentWithout);
    await waitUntil(isFelt, { what: "a press goes without an answer" });
  }
  await pressing;
}

async function killServer(): Promise<void> {
  const [first, second] = servers as [ServerProcess, ServerProcess];
  await first.kill("SIGKILL");
  servers = [await restartServer(first, postgres.url), second];
  restartedAt = performance.now();
}

async function killPostgres(): Promise<void> {
  const before = crowd.events.length;
  await postgres.kill();
  const isTold = () => crowd.events.slice(before).some(({ answer }) => answer !== "lost" && answer.status === 503);
  await waitUntil(isTold, { what: "somebody is told that the database is away" });
  await postgres.restart();
}

/** How many of those who came to the slot the processes have written down for the opening's report. */
async function countedIn(slot: SlotId): Promise<number> {
  const text = "select coalesce(sum(fresh), 0)::integer as count from opening_tally where slot_id = $1";
  const [row] = await ledger.run<{ count: number }>(text, [slot]);
  return row?.count ?? 0;
}

/** A slot whose opening has begun, and some who came to it: each second what was counted of them is written down. */
async function openWithEarly(some: readonly Visitor[]): Promise<SlotId> {
  const slot = await ledger.slot({ capacity, opensInMs: -1_000 });
  const begun = "select from opening where store_id = (select store_id from slot where id = $1)";
  await waitUntil(async () => (await ledger.run(begun, [slot])).length === 1, { what: "the opening has begun" });
  await Promise.all(some.map((visitor) => crowd.join(slot, { visitor })));
  const isCounted = async () => (await countedIn(slot)) === some.length;
  await waitUntil(isCounted, { what: "they are counted, which takes a second" });
  return slot;
}

/**
 * A process that is killed takes with it what it counted since it last wrote: of those who came in the rush. Whoever
 * was counted before stays so, also while PostgreSQL goes away, and so are all who came to the others; nobody twice,
 * though processes tell their counts again and again, and people press again.
 */
async function expectCounted(slot: SlotId): Promise<void> {
  const came = crowd.events.filter(({ answer }) => answer !== "lost" && answer.status === 201);
  const lost = crowd.events.filter(({ answer }) => answer === "lost");
  const diedUncounted = ({ personId, answeredAt }: (typeof came)[number]) =>
    isOfFirst({ id: personId }) && (answeredAt ?? 0) < restartedAt;
  const least = early + came.filter((event) => !diedUncounted(event)).length;
  const isCounted = async () => (await countedIn(slot)) >= least;
  await waitUntil(isCounted, { what: `${least} are counted` });
  expect(await countedIn(slot)).toBeLessThanOrEqual(came.length + lost.length);
}

test("I4, I5, S25, D4, D5: kill -9 of a server, then PostgreSQL, among 10,000: nobody lost, none twice", async () => {
  const first = visitors.filter(isOfFirst).slice(0, early);
  const slot = await openWithEarly(first);
  const others = visitors.filter((visitor) => !first.includes(visitor));
  await dropWith([killServer, killPostgres], crowd, slot, others);
  const rows = await ledger.rows(slot);
  expect(rows.entries).toHaveLength(people);
  expectCleanDrop(slot, capacity, crowd.events, rows);
  await expectCounted(slot);
});

test("I4, I5: kill -9 of the one process on PGlite in a drop: it starts again there, and nobody is lost", async () => {
  const folder = await embeddedFolder();
  const before = await openLedger("embedded", { dataFolder: folder });
  const slot = await before.slot({ capacity });
  const some = await signedInVisitors(before.database, people / 5);
  await before.close();

  const settings = testSettings({ DATA_DIR: folder, DEMO_DATA: "off" });
  const first = await startServer(settings);
  await expect(startServer(settings)).rejects.toThrow(`in use by process ${first.pid}`);
  const window = createCrowd([first.url], connections);
  let second: ServerProcess | undefined;
  const kill = async () => {
    await first.kill("SIGKILL");
    second = await startServer({ ...settings, PORT: new URL(first.url).port });
  };
  await dropWith([kill], window, slot, some);
  window.close();
  await second?.stop();

  const after = await openLedger("embedded", { dataFolder: folder });
  const rows = await after.rows(slot);
  await after.close();
  expect(rows.entries).toHaveLength(some.length);
  expectCleanDrop(slot, capacity, window.events, rows);
});
