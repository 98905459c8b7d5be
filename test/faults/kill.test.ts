import { afterAll, beforeAll, expect, test } from "vitest";
import type { SlotId } from "../../shared/ids.ts";
import { expectCleanDrop } from "../races/ten-thousand.ts";
import { type Crowd, createCrowd, type Visitor } from "../services/crowd.ts";
import { type Ledger, openLedger } from "../services/ledger.ts";
import { embeddedFolder } from "../services/places.ts";
import { type Postgres, startPostgres } from "../services/postgres.ts";
import { type ServerProcess, startServer } from "../services/server-process.ts";
import { restartServer, startServers, testSettings } from "../services/servers.ts";
import { signedInVisitors } from "../services/visitors.ts";
import { waitUntil } from "../services/wait-until.ts";

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

/**
 * Everybody presses at once, and repeats that press until there is an answer. The fault comes once a fifth of them have
 * one; that it came in the middle is proven: some had no answer yet, and some presses went without.
 */
async function dropWith(fault: () => Promise<void>, crowd: Crowd, slot: SlotId, visitors: readonly Visitor[]) {
  let answered = 0;
  const press = async (visitor: Visitor) => {
    await crowd.joinUntilAnswered(slot, { visitor });
    answered += 1;
  };
  const pressing = Promise.all(visitors.map(press));
  const isUnderWay = () => answered >= visitors.length / 5;
  await waitUntil(isUnderWay, { what: "the drop is under way", everyMs: 1 });
  await fault();
  expect(answered).toBeLessThan(visitors.length);
  await pressing;
  const went = ({ slotId, answer }: Crowd["events"][number]) =>
    slotId === slot && (answer === "lost" || answer.status === 503);
  expect(crowd.events.some(went)).toBe(true);
}

test("I4, I5, D4, D5: kill -9 of one of two servers among 10,000: nobody lost, nobody seated twice", async () => {
  const slot = await ledger.slot({ capacity });
  const kill = async () => {
    const [first, second] = servers as [ServerProcess, ServerProcess];
    await first.kill("SIGKILL");
    servers = [await restartServer(first, postgres.url), second];
  };
  await dropWith(kill, crowd, slot, visitors);
  const rows = await ledger.rows(slot);
  expect(rows.entries).toHaveLength(people);
  expectCleanDrop(slot, capacity, crowd.events, rows);
});

test("I4, S25: kill -9 of PostgreSQL among 10,000: honest 503s, then the same presses, nobody lost", async () => {
  const slot = await ledger.slot({ capacity });
  const kill = async () => {
    await postgres.kill();
    const isTold = () =>
      crowd.events.some(({ slotId, answer }) => slotId === slot && answer !== "lost" && answer.status === 503);
    await waitUntil(isTold, { what: "somebody is told that the database is away" });
    await postgres.restart();
  };
  await dropWith(kill, crowd, slot, visitors);
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
  await dropWith(kill, window, slot, some);
  window.close();
  await second?.stop();

  const after = await openLedger("embedded", { dataFolder: folder });
  const rows = await after.rows(slot);
  await after.close();
  expect(rows.entries).toHaveLength(some.length);
  expectCleanDrop(slot, capacity, window.events, rows);
});
