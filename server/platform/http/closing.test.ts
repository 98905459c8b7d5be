import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { waitUntil } from "../../../load/processes/wait-until.ts";
import { readSettings } from "../settings.ts";
import { createHttp, type Http, idleConnectionMs } from "./server.ts";

let app: Http;
let accepting: boolean;
let letGo: Map<string, () => void>;
const sockets: Socket[] = [];

beforeEach(async () => {
  accepting = true;
  letGo = new Map();
  app = await createHttp({
    settings: readSettings({ DATA_DIR: "memory://" }),
    secure: false,
    clock: { now: () => 0, wait: async () => undefined },
    whoIs: async () => null,
    version: "0",
    accepting: () => accepting,
    routes: (http) => {
      for (const name of ["one", "other"]) {
        http.get(`/api/${name}`, { config: { access: "anyone" } }, async () => {
          await new Promise<void>((resolve) => letGo.set(name, resolve));
          return { well: true };
        });
      }
    },
  });
  await app.listen({ port: 0, host: "127.0.0.1" });
});
afterEach(async () => {
  for (const release of letGo.values()) release();
  for (const socket of sockets.splice(0)) socket.destroy();
  await app.close();
});

/** A connection, with what it has received. */
async function open() {
  const { port } = app.server.address() as { port: number };
  const socket = connect(port, "127.0.0.1").on("error", () => undefined);
  sockets.push(socket);
  await once(socket, "connect");
  let received = "";
  socket.on("data", (chunk) => {
    received += chunk.toString();
  });
  const ended = new Promise<boolean>((resolve) => socket.once("close", () => resolve(true)));
  return {
    ended,
    ask: (name: string, headers = "") =>
      socket.write(`GET /api/${name} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n${headers}\r\n`),
    hangUp: () => socket.destroy(),
    /** The answers so far, from their status on. */
    answers: () => received.split("HTTP/1.1 ").slice(1),
  };
}

const underWay = (count: number) => waitUntil(() => letGo.size === count, { what: `${count} are under way` });

/** Tells the server to stop, and begins with it; what is under way goes on. */
function stop(): Promise<unknown> {
  accepting = false;
  return app.close();
}

/** Below the patience with what is under way, of 10 s: for what is to be at once. */
const soonMs = 9_500;

test("S39: a connection is kept longer than a load balancer that asks on it keeps it", async () => {
  const { ask, answers } = await open();
  ask("one");
  await underWay(1);
  letGo.get("one")?.();
  await waitUntil(() => answers().length === 1, { what: "the answer came" });
  expect(answers()[0]).toContain(`\r\nKeep-Alive: timeout=${idleConnectionMs / 1_000}\r\n`);
});

test("an answer says that it is its connection's last only when the server stops", async () => {
  const { ask, answers, ended } = await open();
  ask("one");
  await underWay(1);
  letGo.get("one")?.();
  await waitUntil(() => answers().length === 1, { what: "an answer came" });
  expect(answers()[0]).not.toMatch(/connection: close/i);
  letGo.clear();
  ask("one");
  await underWay(1);
  const stopped = stop();
  letGo.get("one")?.();
  await ended;
  expect(answers()[1]).toMatch(/^200 .*connection: close/is);
  await stopped;
});

test("of several on one connection each is answered, and the last alone says that it is", async () => {
  const { ask, answers, ended } = await open();
  ask("one");
  ask("other");
  await underWay(2);
  const stopped = stop();
  letGo.get("one")?.();
  await waitUntil(() => answers().length === 1, { what: "the first answer came" });
  letGo.get("other")?.();
  await ended;
  const said = answers().map((answer) => [answer.slice(0, 3), /connection: close/i.test(answer)]);
  expect(said).toEqual([
    ["200", false],
    ["200", true],
  ]);
  await stopped;
});

test("whoever hung up with answers waiting one behind the other holds up no stop", async () => {
  const [silent, gone] = [await open(), await open()];
  gone.ask("one");
  gone.ask("other");
  await underWay(2);
  gone.hangUp();
  const connections = () => new Promise<number>((resolve) => app.server.getConnections((_, count) => resolve(count)));
  await waitUntil(async () => (await connections()) === 1, { what: "it is seen that they hung up" });
  const begun = performance.now();
  const stopped = stop();
  await silent.ended;
  await stopped;
  expect(performance.now() - begun).toBeLessThan(soonMs);
});

test("whoever says nothing is cut off as soon as nothing is under way any more", async () => {
  const [silent, busy] = [await open(), await open()];
  busy.ask("one");
  await underWay(1);
  const stopped = stop();
  letGo.get("one")?.();
  const begun = performance.now();
  await Promise.all([silent.ended, busy.ended, stopped]);
  expect(busy.answers()[0]).toMatch(/^200 /);
  expect(performance.now() - begun).toBeLessThan(soonMs);
});

test("where nothing is under way, whoever says nothing is cut off at once", async () => {
  const silent = await open();
  const begun = performance.now();
  await Promise.all([silent.ended, stop()]);
  expect(performance.now() - begun).toBeLessThan(soonMs);
});

const keyHeader = `sec-websocket-key: ${Buffer.alloc(16).toString("base64")}\r\n`;
const upgrade = `upgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-version: 13\r\n${keyHeader}`;

test("a handshake that is refused ends its connection, also of whoever keeps their side of it", async () => {
  accepting = false;
  let theirs: Socket | undefined;
  app.server.once("connection", (socket) => {
    theirs = socket;
  });
  const refused = await open();
  refused.ask("live", upgrade);
  await waitUntil(() => theirs?.destroyed, { what: "its connection is gone", timeoutMs: soonMs });
  await refused.ended;
  expect(refused.answers()).toEqual([expect.stringMatching(/^503 .*connection: close.*unavailable/is)]);
});

test("a socket that stays open keeps nobody's connection open", async () => {
  const [silent, live] = [await open(), await open()];
  live.ask("live", upgrade);
  await waitUntil(() => live.answers()[0]?.startsWith("101"), { what: "the socket is open" });
  const stopped = stop();
  // It never says goodbye, so it is cut off at last, well after whoever said nothing.
  expect(await Promise.race([silent.ended.then(() => "silent"), live.ended.then(() => "live")])).toBe("silent");
  await stopped;
});
