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
}

async function killPostgres(): Promise<void> {
  const before = crowd.events.length;
  await postgres.kill();
  const isTold = () => crowd.events.slice(before).some(({ answer }) => answer !== "lost" && answer.status === 503);
  await waitUntil(isTold, { what: "somebody is told that the database is away" });
  await postgres.restart();
}

test("I4, I5, S25, D4, D5: kill -9 of a server, then PostgreSQL, among 10,000: nobody lost, none twice", async () => {
  const slot = await ledger.slot({ capacity });
  await dropWith([killServer, killPostgres], crowd, slot, visitors);
  const rows = await ledger.rows(slot);
  expect(rows.entries).toHaveLength(people);
  expectCleanDrop(slot, capacity, crowd.events, rows);
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
