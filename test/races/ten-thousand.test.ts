import { expect, test } from "vitest";
import { type Crowd, createCrowd, type Visitor } from "../../load/crowd/crowd.ts";
import type { HistoryEvent } from "../../load/history/history.ts";
import { startServer } from "../../load/processes/server-process.ts";
import type { PersonId, SlotId } from "../../shared/ids.ts";
import { openLedger } from "../services/ledger.ts";
import { embeddedFolder } from "../services/places.ts";
import { startServers, testSettings } from "../services/servers.ts";
import { signedInVisitors } from "../services/visitors.ts";
import { answersThatDiffer, expectCleanDrop } from "./ten-thousand.ts";

const everybody = 10_000;
const doubleTaps = 500;

/** Everybody presses at once over 2,000 connections; some press twice. */
async function drop(crowd: Crowd, slot: SlotId, visitors: readonly Visitor[]): Promise<void> {
  const presses = [...visitors, ...visitors.slice(0, doubleTaps)];
  const replies = await Promise.all(presses.map((visitor) => crowd.join(slot, { visitor })));
  const strange = replies.filter((reply) => reply?.status !== 201 && reply?.status !== 200);
  expect(strange).toEqual([]);
}

test.each([
  { count: 2, people: everybody },
  { count: 4, people: 4_000 },
])("D1, D2, S22, I1 to I5: $people people, ten seats, $count processes on PostgreSQL", async ({ count, people }) => {
  const ledger = await openLedger("server");
  const servers = await startServers(count, ledger.url as string);
  const crowd = createCrowd(
    servers.map(({ url }) => url),
    2_000,
  );
  const slot = await ledger.slot({ capacity: 10 });
  await drop(crowd, slot, await signedInVisitors(ledger.database, people));
  const rows = await ledger.rows(slot);
  expect(rows.entries).toHaveLength(people);
  console.log(`Displacement over ${count} processes:`, expectCleanDrop(slot, 10, crowd.events, rows));
  crowd.close();
  await Promise.all(servers.map((server) => server.stop()));
  await ledger.close();
});

test("D1, I1 to I5: ten thousand people, ten seats, one process on PGlite", async () => {
  const folder = await embeddedFolder();
  const before = await openLedger("embedded", { dataFolder: folder });
  const visitors = await signedInVisitors(before.database, everybody);
  const slot = await before.slot({ capacity: 10 });
  await before.close();

  const server = await startServer(testSettings({ DATA_DIR: folder, DEMO_DATA: "off" }));
  const crowd = createCrowd([server.url], 2_000);
  await drop(crowd, slot, visitors);
  crowd.close();
  await server.stop();

  const after = await openLedger("embedded", { dataFolder: folder });
  const rows = await after.rows(slot);
  expect(rows.entries).toHaveLength(everybody);
  console.log("Displacement on PGlite:", expectCleanDrop(slot, 10, crowd.events, rows));
  await after.close();
});

test("I9 control: an answer that names no reservation or somebody else's is told from the rows", async () => {
  const ledger = await openLedger("server");
  const slot = await ledger.slot({ capacity: 2 });
  const [one, two] = (await ledger.people(2)) as [PersonId, PersonId];
  for (const person of [one, two]) await ledger.line.join(slot, { person, partySize: 1, key: person });
  const rows = await ledger.rows(slot);
  await ledger.close();
  const [mine, other] = rows.reservations;
  const told = (reservationId?: string | null): HistoryEvent => {
    const entry = { ticket: 1, state: "confirmed", partySize: 1, reservationId } as const;
    const answer = { status: 201, entry };
    return { kind: "join", personId: one, slotId: slot, sentAt: 0, answeredAt: 1, answer };
  };
  expect(answersThatDiffer([told(mine?.id)], rows)).toEqual([]);
  expect(answersThatDiffer([told(other?.id), told(null), told()], rows)).toHaveLength(3);
});
