import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { type Crowd, createCrowd, untilAnswered, type Visitor } from "../../load/crowd/crowd.ts";
import { startRoundRobin } from "../../load/processes/round-robin-proxy.ts";
import type { ServerProcess } from "../../load/processes/server-process.ts";
import { waitUntil } from "../../load/processes/wait-until.ts";
import type { SlotId } from "../../shared/ids.ts";
import type { Entry } from "../../shared/line.ts";
import { expectCleanDrop } from "../races/ten-thousand.ts";
import { type Ledger, openLedger } from "../services/ledger.ts";
import { openLiveClient } from "../services/live-client.ts";
import { somePrefix } from "../services/redis-links.ts";
import { startServers } from "../services/servers.ts";
import { signedInVisitors } from "../services/visitors.ts";

const capacity = 20;
const people = 400;

let ledger: Ledger;
let servers: ServerProcess[];
let front: Awaited<ReturnType<typeof startRoundRobin>>;

beforeAll(async () => {
  ledger = await openLedger("server");
  servers = await startServers(2, ledger.url as string, { REDIS_URL: inject("redisUrl"), REDIS_PREFIX: somePrefix() });
  front = await startRoundRobin(servers.map(({ url }) => url));
});
afterAll(async () => {
  for (const window of windows) window.close();
  await front.close();
  await Promise.all(servers.map((server) => server.stop()));
  await ledger.close();
});

interface Opening {
  readonly visitor: Visitor;
  readonly slot: SlotId;
  readonly crowd: Crowd;
}
type Window = Awaited<ReturnType<typeof openWindow>>;
const windows = new Set<Window>();

/** A window as a page is: it follows the slot and its owner's places, and asks for the one there. */
async function openWindow(url: string, { visitor, slot, crowd }: Opening) {
  const window = await openLiveClient(url, { cookie: visitor.cookie });
  window.say({ followOnly: [`slot:${slot}`, "me"] });
  await window.until(({ slot: frame }) => frame?.id === slot, "the slot");
  const path = `/api/slots/${slot}/entries/mine`;
  const asked = async () => (await crowd.clients[0]?.send("GET", path, { cookie: visitor.cookie }))?.body;
  const entry = (await waitUntil(asked, { what: "somebody answers" })) as unknown as Entry;
  return { ...window, visitor, entry };
}

/** As a page does when its socket ended, again until some process takes it. */
async function open(url: string, opening: Opening): Promise<Window> {
  const tried = waitUntil(() => openWindow(url, opening), { what: "the window is open", everyMs: 5 });
  const window = (await tried) as Window;
  windows.add(window);
  return window;
}

const isClosed = ({ closedWith }: Window) => closedWith() !== null;

/** The first process is told to stop; answers the windows that it closed. */
async function endFirst(opened: readonly Window[]): Promise<Window[]> {
  const begunAt = performance.now();
  expect(await (servers[0] as ServerProcess).kill("SIGTERM")).toEqual({ code: 0, signal: null });
  expect(performance.now() - begunAt).toBeLessThan(25_000);
  const [closed, others] = [0, 1].map((at) => opened.filter((_, window) => window % 2 === at)) as [Window[], Window[]];
  await waitUntil(() => closed.every(isClosed), { what: "its windows are closed" });
  expect(others.filter(isClosed)).toEqual([]);
  expect(new Set(closed.map(({ closedWith }) => closedWith()))).toEqual(new Set([1012]));
  expect(closed.map(({ heard }) => heard.at(-1)?.reconnect?.afterMs)).not.toContain(undefined);
  return closed;
}

test("TRUST, S23: SIGTERM of one of two in a drop: sockets move and keep their place, nothing is lost", async () => {
  const slot = await ledger.slot({ capacity });
  const crowd = createCrowd([front.url], 128);
  const visitors = await signedInVisitors(ledger.database, people);
  const [early, later] = [visitors.slice(0, 2 * capacity), visitors.slice(2 * capacity)];
  for (const visitor of early) await crowd.join(slot, { visitor });
  const urlOf = (at: number) => (servers[at % 2] as ServerProcess).url;
  const opened = await Promise.all(early.map((visitor, at) => open(urlOf(at), { visitor, slot, crowd })));

  const pressing = later.map((visitor) => crowd.joinUntilAnswered(slot, { visitor }));
  await Promise.race(pressing);
  const closed = await endFirst(opened);
  // It came in the middle: some pressed again.
  expect(crowd.events.some(({ answer }) => answer === "lost" || answer.status === 503)).toBe(true);
  const moved = await Promise.all(closed.map(({ visitor }) => open(front.url, { visitor, slot, crowd })));
  expect(moved.map(({ entry }) => entry.ticket)).toEqual(closed.map(({ entry }) => entry.ticket));

  for (const reply of await Promise.all(pressing)) expect(reply?.status).toBeLessThan(300);
  const rows = await ledger.rows(slot);
  expect(rows.entries).toHaveLength(people);
  expectCleanDrop(slot, capacity, crowd.events, rows);

  // Whoever is first in the line is told of their seat where they are now.
  const seated = opened.find(({ entry }) => entry.ticket === 1) as Window;
  const next = [...moved, ...opened.filter((window) => !isClosed(window))].find(
    ({ entry }) => entry.ticket === capacity + 1,
  );
  await untilAnswered(() => crowd.cancel(slot, seated.entry.reservationId as string, seated.visitor));
  await next?.until(({ entry }) => entry?.state === "confirmed", "of its seat");
  crowd.close();
});
