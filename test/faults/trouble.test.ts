import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import pg from "pg";
import { expect, test } from "vitest";
import { createClient } from "../../load/crowd/client.ts";
import { createCrowd, type Visitor } from "../../load/crowd/crowd.ts";
import type { Exit } from "../../load/processes/child.ts";
import type { ServerProcess } from "../../load/processes/server-process.ts";
import { waitUntil } from "../../load/processes/wait-until.ts";
import type { PersonId } from "../../shared/ids.ts";
import { metrics, silentAlarm } from "../../shared/metrics.ts";
import { createFaultyProxy } from "../services/faulty-proxy.ts";
import { openLedger } from "../services/ledger.ts";
import { startServers } from "../services/servers.ts";
import { createTestDatabase } from "../services/test-database.ts";

// They wait most of their time, so all are held at once: each has a database, and a server, of its own.
test.concurrent("S25: a batch whose connection is terminated is repeated and nobody notices", async () => {
  const ledger = await openLedger("server");
  const slot = await ledger.slot();
  const [blocked] = (await ledger.people(1)) as [PersonId];
  const holder = new pg.Client({ connectionString: ledger.url as string });
  await holder.connect();
  await holder.query("begin; select from slot_line for update");
  const joining = ledger.line.join(slot, { person: blocked, partySize: 1, key: randomUUID() });
  const waiting = "select pid from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";
  // On a connection of its own: within a transaction the view stays as it was first read.
  const waiter = async () => (await ledger.run<{ pid: number }>(waiting))[0]?.pid;
  const pid = await waitUntil(waiter, { what: "the batch waits" });
  await holder.query("select pg_terminate_backend($1)", [pid]);
  await holder.query("commit");
  expect(await joining).toMatchObject({ fresh: true, entry: { ticket: 1, state: "confirmed" } });
  await holder.end();
  await ledger.close();
});

test.concurrent("S25: a slot whose lock cannot be had answers 503 with Retry-After; others go on", async () => {
  const ledger = await openLedger("server");
  const [server] = await startServers(1, ledger.url as string);
  const crowd = createCrowd([server?.url as string]);
  const [stuck, free] = [await ledger.slot(), await ledger.slot()];
  const [visitor, other] = (await crowd.signIn(2)) as [Visitor, Visitor];
  const holder = new pg.Client({ connectionString: ledger.url as string });
  await holder.connect();
  await holder.query("begin");
  await holder.query("select from slot_line where slot_id = $1 for update", [stuck]);
  const refused = crowd.join(stuck, { visitor });
  const leaves = Array.from({ length: 20 }, () => crowd.act("leave", { id: `${stuck}-1`, slotId: stuck }, visitor));
  expect((await crowd.join(free, { visitor: other }))?.status).toBe(201);
  const freed = await ledger.run("select from pg_locks where not granted");
  expect(freed.length).toBeGreaterThan(0);
  const reply = await refused;
  expect(reply?.status).toBe(503);
  expect(Number(reply?.headers["retry-after"])).toBeGreaterThan(0);
  const line = `"reqId":"${reply?.headers["x-request-id"]}","event":"unavailable"`;
  await waitUntil(() => server?.log().includes(line), { what: "the log has the answer's id" });
  await holder.query("rollback");
  await Promise.all(leaves);
  expect((await crowd.join(stuck, { visitor }))?.status).toBe(201);
  await holder.end();
  crowd.close();
  await server?.stop();
  await ledger.close();
});

test.concurrent("SIGTERM: whoever still presses on an open connection is told when to come again", async () => {
  const ledger = await openLedger("server");
  const [server] = (await startServers(1, ledger.url as string)) as [ServerProcess];
  const slot = await ledger.slot();
  const [visitor] = (await createCrowd([server.url]).signIn(1)) as [Visitor];
  const holder = new pg.Client({ connectionString: ledger.url as string });
  await holder.connect();
  await holder.query("begin; select from slot_line for update");
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  const received = text(socket);
  const ask = (line: string) =>
    socket.write(`${line} HTTP/1.1\r\nhost: ${hostname}\r\ncookie: ${visitor.cookie}\r\n\r\n`);
  ask(`POST /api/slots/${slot}/entries`);
  const waiting = "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";
  // On a connection of its own: within a transaction the view stays as it was first read.
  await waitUntil(async () => (await ledger.run(waiting)).length, { what: "the press is under way" });
  const stopped = server.stop();
  const isDeaf = () =>
    createClient(server.url)
      .send("GET", "/api/health/live")
      .then(
        () => false,
        () => true,
      );
  await waitUntil(isDeaf, { what: "the server takes no new connection" });
  ask("GET /api/health/ready");
  await waitUntil(() => isRead(Number(port), socket.localPort as number), { what: "the server has read it" });
  await holder.query("rollback");
  const [, joined = "", late = ""] = (await received).split("HTTP/1.1 ");
  expect(joined).toMatch(/^201 /);
  for (const said of [/^503 /, /content-type: application\/problem\+json/i, /retry-after: \d/i, /\/unavailable"/]) {
    expect(late).toMatch(said);
  }
  await stopped;
  await holder.end();
  await ledger.close();
});

/** Whether the kernel keeps nothing unread that came to this port of the machine from that one (proc(5), net/tcp). */
async function isRead(to: number, from: number): Promise<boolean> {
  const hex = (port: number) => port.toString(16).toUpperCase().padStart(4, "0");
  const lines = (await readFile("/proc/net/tcp", "utf8")).split("\n").map((line) => line.trim().split(/\s+/));
  const mine = lines.find(([, local, remote]) => local?.endsWith(`:${hex(to)}`) && remote?.endsWith(`:${hex(from)}`));
  return mine?.[4]?.endsWith(":00000000") === true;
}

/** Opens a connection to the server and says this on it; a press is under way on another, which stays open. */
async function stopBeside(said: string): Promise<{ exit: Exit; afterMs: number; status: number | undefined }> {
  const ledger = await openLedger("server");
  const [server] = (await startServers(1, ledger.url as string)) as [ServerProcess];
  const slot = await ledger.slot();
  const crowd = createCrowd([server.url]);
  const [visitor] = (await crowd.signIn(1)) as [Visitor];
  const holder = new pg.Client({ connectionString: ledger.url as string });
  await holder.connect();
  await holder.query("begin; select from slot_line for update");
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  socket.on("error", () => undefined);
  await once(socket, "connect");
  socket.write(said.replaceAll("HOST", `host: ${hostname}:${port}`));
  const joined = crowd.join(slot, { visitor });
  const waiting = "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";
  await waitUntil(async () => (await ledger.run(waiting)).length, { what: "the press is under way" });
  const begun = performance.now();
  const stopped = server.kill("SIGTERM");
  // As to a group of processes, whose others send it on.
  void server.kill("SIGTERM");
  await holder.query("rollback");
  const [exit, reply] = [await stopped, await joined];
  const afterMs = performance.now() - begun;
  socket.destroy();
  await holder.end();
  crowd.close();
  await ledger.close();
  return { exit, afterMs, status: reply?.status };
}

const upgrade =
  "GET /api/live HTTP/1.1\r\nHOST\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-version: 13";
test.concurrent.each([
  ["says nothing", ""],
  ["said half of its headers", "GET /api/health/live HTTP/1.1\r\nHOST\r\n"],
  [
    "said half of its body",
    "POST /api/demo/sign-in HTTP/1.1\r\nHOST\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{",
  ],
  [
    "is a socket that never says goodbye",
    `${upgrade}\r\nsec-websocket-key: ${Buffer.alloc(16).toString("base64")}\r\n\r\n`,
  ],
])(
  "SIGTERM beside a connection that %s: the press is answered, and the process ends in good order",
  async (_, said) => {
    const { exit, afterMs, status } = await stopBeside(said);
    expect({ exit, status }).toEqual({ exit: { code: 0, signal: null }, status: 201 });
    // TRUST: before the 25 s at which it is cut off, and would end with 1.
    expect(afterMs).toBeLessThan(25_000);
  },
);

test.concurrent("S25, S40: behind a silent network: 503, no levels told, and SIGTERM ends in good order", async () => {
  const ledger = await openLedger("server");
  const proxy = await createFaultyProxy(ledger.url as string);
  const [server] = (await startServers(1, proxy.url, { METRICS: "emf" })) as [ServerProcess];
  const slot = await ledger.slot();
  const crowd = createCrowd([server.url]);
  const [visitor, other] = (await crowd.signIn(2)) as [Visitor, Visitor];
  expect((await crowd.join(slot, { visitor }))?.status).toBe(201);
  proxy.go("mute");
  const begun = performance.now();
  const told = await crowd.join(slot, { visitor: other });
  expect(told?.status).toBe(503);
  expect(Number(told?.headers["retry-after"])).toBeGreaterThan(0);
  // 16 s for an answer, and nobody who waited for it is held up by a second one.
  expect(performance.now() - begun).toBeLessThan(31_000);
  // Cut off at 25 s it would end with 1.
  expect(await server.kill("SIGTERM")).toEqual({ code: 0, signal: null });
  expectSilenceOf(server);
  proxy.close();
  crowd.close();
  await ledger.close();
});

// By itself: signals that the machine holds up would come when it has ended in good order.
test("SIGTERM again more than a second later ends it there and then, whatever is under way", async () => {
  const database = await createTestDatabase({ migrated: true });
  const [server] = (await startServers(1, database.url)) as [ServerProcess];
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  socket.on("error", () => undefined);
  socket.write("POST /api/demo/sign-in HTTP/1.1\r\nhost: popline\r\ncontent-type: application/json\r\n");
  socket.write("content-length: 9\r\n\r\n{");
  await once(socket, "connect");
  await waitUntil(() => isRead(Number(port), socket.localPort as number), { what: "the server has read half a body" });
  const begun = performance.now();
  let exit: Exit | null = null;
  const again = () => {
    void server.kill("SIGTERM").then((ended) => {
      exit = ended;
    });
    return exit;
  };
  expect(await waitUntil(again, { what: "it ends", everyMs: 100 })).toEqual({ code: 1, signal: null });
  expect(performance.now() - begun).toBeGreaterThan(1_000);
  // It would have waited 10 s for the other half, and ended with 0; at 25 s it is cut off.
  expect(performance.now() - begun).toBeLessThan(20_000);
  socket.destroy();
  await database.drop();
});

/** What the alarm `servers-silent` reads is left out of what a server tells whose database does not answer. */
function expectSilenceOf(server: ServerProcess): void {
  const told = server.log().match(/^\{"_aws".*$/gm) ?? [];
  const last = JSON.parse(told.at(-1) ?? "{}");
  expect(last).toMatchObject({ [metrics.joins]: expect.any(Number), [metrics.sockets]: 0 });
  expect(last).not.toHaveProperty(silentAlarm.reads);
}
