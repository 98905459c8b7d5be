import { expect, test } from "vitest";
import type { SlotId } from "../../shared/ids.ts";
import { checkHistory } from "../history/check-history.ts";
import { type Crowd, createCrowd, historyOf } from "../services/crowd.ts";
import { openLedger } from "../services/ledger.ts";
import { startPostgres } from "../services/postgres.ts";
import { restartServer, startServers } from "../services/servers.ts";
import { signedInVisitors } from "../services/visitors.ts";
import { waitUntil } from "../services/wait-until.ts";

const people = 3_000;
const capacity = 500;

/** The kill comes once this many have their answer, so that it falls inside the load. */
const answeredBefore = 300;

const answeredIn = (crowd: Crowd, slot: SlotId) =>
  crowd.events.filter(({ slotId, answer }) => slotId === slot && answer !== "lost" && answer.status < 300).length;

const untilUnderWay = (crowd: Crowd, slot: SlotId) =>
  waitUntil(() => answeredIn(crowd, slot) >= answeredBefore, { what: "the drop is under way", everyMs: 1 });

test("I4, I5, D4, D5: kill -9 of one of two servers in a drop loses nobody and seats nobody twice", async () => {
  const ledger = await openLedger("server");
  const url = ledger.url as string;
  const servers = await startServers(2, url);
  const crowd = createCrowd(
    servers.map((server) => server.url),
    250,
  );
  const slot = await ledger.slot({ capacity });
  const visitors = await signedInVisitors(ledger.database, people);
  const pressing = Promise.all(visitors.map((visitor) => crowd.joinUntilAnswered(slot, { visitor })));
  await untilUnderWay(crowd, slot);
  await servers[0]?.kill("SIGKILL");
  const answeredAtKill = answeredIn(crowd, slot);
  const again = await restartServer(servers[0] as (typeof servers)[number], url);
  await pressing;

  expect(answeredAtKill).toBeLessThan(people);
  expect(crowd.events.some(({ answer }) => answer === "lost")).toBe(true);
  const rows = await ledger.rows(slot);
  expect(rows.entries).toHaveLength(people);
  expect(rows.line.held).toBe(capacity);
  const facts = { slotId: slot, capacity, fillsGaps: false, largestParty: 20 };
  expect(checkHistory(historyOf(facts, crowd.events, rows))).toEqual([]);
  crowd.close();
  await Promise.all([again.stop(), servers[1]?.stop()]);
  await ledger.close();
});

test("I4, S25: kill -9 of PostgreSQL in a drop: honest 503s, then the same presses, nobody lost", async () => {
  const postgres = await startPostgres();
  const ledger = await openLedger("server", { databaseUrl: postgres.url });
  const servers = await startServers(2, postgres.url);
  const crowd = createCrowd(
    servers.map((server) => server.url),
    250,
  );
  const slot = await ledger.slot({ capacity });
  const visitors = await signedInVisitors(ledger.database, people);
  const pressing = Promise.all(visitors.map((visitor) => crowd.joinUntilAnswered(slot, { visitor })));
  await untilUnderWay(crowd, slot);
  await postgres.kill();
  expect(answeredIn(crowd, slot)).toBeLessThan(people);
  const refused = () => crowd.events.some(({ answer }) => answer !== "lost" && answer.status === 503);
  await waitUntil(refused, { what: "somebody is told that the database is away" });
  await postgres.restart();
  await pressing;

  const rows = await ledger.rows(slot);
  expect(rows.entries).toHaveLength(people);
  const facts = { slotId: slot, capacity, fillsGaps: false, largestParty: 20 };
  expect(checkHistory(historyOf(facts, crowd.events, rows))).toEqual([]);
  crowd.close();
  await Promise.all(servers.map((server) => server.stop()));
  await ledger.close();
  await postgres.stop();
});
