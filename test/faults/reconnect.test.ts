import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { createClient } from "../../load/crowd/client.ts";
import type { ServerProcess } from "../../load/processes/server-process.ts";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { type Ledger, openLedger } from "../services/ledger.ts";
import { restartServer, startServers } from "../services/servers.ts";

const people = 10_000;
const openedAtOnce = 250;

let ledger: Ledger;
let server: ServerProcess;

beforeAll(async () => {
  ledger = await openLedger("server");
  [server] = (await startServers(1, ledger.url as string)) as [ServerProcess];
});
afterAll(async () => {
  await server.stop();
  await ledger.close();
});

interface Window {
  readonly socket: WebSocket;
  hasHeard: boolean;
}

/** A window that follows a slot, or the status with which it was sent away; 0 when nobody answered. */
function openWindow(slot: string): Promise<Window | number> {
  const socket = new WebSocket(`${server.url.replace(/^http/, "ws")}/api/live`, { perMessageDeflate: false });
  return new Promise((resolve) => {
    socket.once("unexpected-response", (_, response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    socket.once("error", () => resolve(0));
    socket.once("open", () => {
      const opened: Window = { socket, hasHeard: false };
      socket.once("message", () => {
        opened.hasHeard = true;
      });
      socket.send(JSON.stringify({ follow: `slot:${slot}` }));
      resolve(opened);
    });
  });
}

const isOpen = (answer: Window | number): answer is Window => typeof answer !== "number";

test("D17: ten thousand sockets come back at once after a kill: under 1 % are sent away, all follow", async () => {
  const slot = await ledger.slot({ capacity: 10 });
  let windows: Window[] = [];
  while (windows.length < people) {
    const some = await Promise.all(Array.from({ length: openedAtOnce }, () => openWindow(slot)));
    windows.push(...some.filter(isOpen));
  }
  await waitUntil(() => windows.every(({ hasHeard }) => hasHeard), { what: "everybody follows", timeoutMs: 120_000 });

  await server.kill("SIGKILL");
  for (const { socket } of windows) socket.terminate();
  server = await restartServer(server, ledger.url as string);
  // No jitter at all: the worst that browsers could do.
  const answers = await Promise.all(Array.from({ length: people }, () => openWindow(slot)));
  const failures = answers.filter((answer) => !isOpen(answer)) as number[];
  const serverErrors = failures.filter((status) => status >= 500).length;
  console.log(`Of ${people} at once ${failures.length} did not get a socket, ${serverErrors} of them by a 5xx.`);
  // Also who was refused with less, or whom nobody answered, has no socket.
  expect(failures.length).toBeLessThan(people / 100);
  windows = answers.filter(isOpen);
  while (windows.length < people) {
    await pause(100);
    const again = await Promise.all(
      Array.from({ length: Math.min(openedAtOnce, people - windows.length) }, () => openWindow(slot)),
    );
    windows.push(...again.filter(isOpen));
  }
  await waitUntil(() => windows.every(({ hasHeard }) => hasHeard), { what: "all follow again", timeoutMs: 120_000 });

  const client = createClient(server.url, 4);
  const { cookie } = await client.signIn("지수");
  const joined = await client.send("POST", `/api/slots/${slot}/entries`, { cookie, body: {} });
  expect(joined).toMatchObject({ status: 201, body: { state: "confirmed" } });
  client.close();
  for (const { socket } of windows) socket.terminate();
});
