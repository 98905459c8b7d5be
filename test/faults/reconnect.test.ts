import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { WebSocket } from "ws";
import { createClient } from "../../load/crowd/client.ts";
import type { ServerProcess } from "../../load/processes/server-process.ts";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { type Ledger, openLedger } from "../services/ledger.ts";
import type { Heard } from "../services/live-client.ts";
import { somePrefix } from "../services/redis-links.ts";
import { restartServer, startServers } from "../services/servers.ts";

const people = 10_000;
const openedAtOnce = 250;

let ledger: Ledger;
let server: ServerProcess;
let other: ServerProcess;

beforeAll(async () => {
  ledger = await openLedger("server");
  const shared = { REDIS_URL: inject("redisUrl"), REDIS_PREFIX: somePrefix() };
  [server, other] = (await startServers(2, ledger.url as string, shared)) as [ServerProcess, ServerProcess];
});
afterAll(async () => {
  await Promise.all([server.stop(), other.stop()]);
  await ledger.close();
});

interface Window {
  readonly socket: WebSocket;
  /** What it was told last; null before that. */
  held: number | null;
}

/** A window that follows a slot, or the status with which it was sent away; 0 when nobody answered. */
function openWindow(slot: string, { url }: ServerProcess): Promise<Window | number> {
  const socket = new WebSocket(`${url.replace(/^http/, "ws")}/api/live`, { perMessageDeflate: false });
  return new Promise((resolve) => {
    socket.once("unexpected-response", (_, response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    socket.once("error", () => resolve(0));
    socket.once("open", () => {
      const opened: Window = { socket, held: null };
      socket.on("message", (data) => {
        opened.held = (JSON.parse(String(data)) as Heard).slot?.held ?? opened.held;
      });
      socket.send(JSON.stringify({ follow: `slot:${slot}` }));
      resolve(opened);
    });
  });
}

const isOpen = (answer: Window | number): answer is Window => typeof answer !== "number";

/** Opens more windows until all have one, so many at a time, by turns at these servers. */
async function openUntilAll(slot: string, windows: Window[], at: readonly ServerProcess[]): Promise<void> {
  while (windows.length < people) {
    const missing = Math.min(openedAtOnce, people - windows.length);
    const opening = Array.from({ length: missing }, (_, turn) =>
      openWindow(slot, at[turn % at.length] as ServerProcess),
    );
    windows.push(...(await Promise.all(opening)).filter(isOpen));
    if (windows.length < people) await pause(100);
  }
  await waitUntil(() => windows.every(({ held }) => held !== null), { what: "all follow", timeoutMs: 120_000 });
}

/** Somebody takes a seat at this server, and every window is told. */
async function expectUpdate(slot: string, windows: readonly Window[], at: ServerProcess): Promise<void> {
  const client = createClient(at.url, 4);
  const { cookie } = await client.signIn("지수");
  const joined = await client.send("POST", `/api/slots/${slot}/entries`, { cookie, body: {} });
  expect(joined).toMatchObject({ status: 201, body: { state: "confirmed" } });
  const begunAt = performance.now();
  await waitUntil(() => windows.every(({ held }) => held === 1), { what: "all are told", timeoutMs: 60_000 });
  console.log(`${people} sockets at two processes were told within ${Math.round(performance.now() - begunAt)} ms.`);
  client.close();
}

test("D17, S23: 10,000 sockets at two processes are told; at one after a kill, under 1 % are sent away", async () => {
  const slot = await ledger.slot({ capacity: 10 });
  const before: Window[] = [];
  await openUntilAll(slot, before, [server, other]);
  await expectUpdate(slot, before, server);

  await server.kill("SIGKILL");
  for (const { socket } of before) socket.terminate();
  server = await restartServer(server, ledger.url as string);
  // No jitter at all, and all to one: the worst that browsers could do.
  const answers = await Promise.all(Array.from({ length: people }, () => openWindow(slot, server)));
  const failures = answers.filter((answer) => !isOpen(answer)) as number[];
  const serverErrors = failures.filter((status) => status >= 500).length;
  console.log(`Of ${people} at once ${failures.length} did not get a socket, ${serverErrors} of them by a 5xx.`);
  // Also who was refused with less, or whom nobody answered, has no socket.
  expect(failures.length).toBeLessThan(people / 100);
  const windows = answers.filter(isOpen);
  await openUntilAll(slot, windows, [server]);
  for (const { socket } of windows) socket.terminate();
}, 240_000);
