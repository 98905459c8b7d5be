import { connect, type Socket } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { waitUntil } from "../../../load/processes/wait-until.ts";
import { readSettings } from "../settings.ts";
import { createTraffic, type Traffic } from "../traffic.ts";
import { createHttp, type Http } from "./server.ts";

let app: Http;
let accepting: boolean;
let started: number;
let letGo: () => void;
/** Sessions that are being looked up, until they are known. */
let lookedUp: (() => void)[];
let traffic: Traffic;
const sockets: Socket[] = [];

beforeEach(async () => {
  accepting = true;
  started = 0;
  lookedUp = [];
  traffic = createTraffic();
  let held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const release = letGo;
  letGo = () => {
    release();
    held = Promise.resolve();
  };
  app = await createHttp({
    settings: readSettings({ DATA_DIR: "memory://" }),
    secure: false,
    clock: { now: () => 0, wait: async () => undefined },
    whoIs: () => new Promise((resolve) => lookedUp.push(() => resolve(null))),
    version: "0",
    accepting: () => accepting,
    mostInFlight: 3,
    traffic,
    troublePages: ["/busy"],
    routes: (http) => {
      http.get("/api/held", { config: { access: "anyone" } }, async () => {
        started += 1;
        await held;
        return { well: true };
      });
      http.post("/api/told", { config: { access: "anyone" } }, async () => {
        started += 1;
        return { well: true };
      });
    },
  });
  await app.listen({ port: 0, host: "127.0.0.1" });
});
afterEach(async () => {
  letGo();
  for (const socket of sockets.splice(0)) socket.destroy();
  await app.close();
});

/** One connection that sends requests without waiting for answers; answers with the statuses received, in order. */
function pipeline() {
  const { port } = app.server.address() as { port: number };
  const socket = connect(port, "127.0.0.1");
  sockets.push(socket);
  let received = "";
  socket.on("data", (chunk) => {
    received += chunk.toString();
  });
  return {
    socket,
    send: (count: number, headers = "") =>
      socket.write(`GET /api/held HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n${headers}\r\n`.repeat(count)),
    statuses: (count: number) =>
      waitUntil(
        () => {
          const found = [...received.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status));
          return found.length >= count && found;
        },
        { what: `${count} answers` },
      ),
  };
}

/** The server knows that nobody is connected any more. */
async function untilSeenGone(): Promise<void> {
  const connections = () => new Promise<number>((resolve) => app.server.getConnections((_, count) => resolve(count)));
  await waitUntil(async () => (await connections()) === 0, { what: "it is seen that they left" });
}

test("one connection cannot put more into the process than is bounded: beyond it the answer is busy", async () => {
  const { send, statuses } = pipeline();
  send(5);
  await waitUntil(() => started === 3, { what: "three are under way" });
  const other = await app.inject("/api/held");
  expect(other.statusCode).toBe(503);
  expect(other.headers).toMatchObject({ "retry-after": "1", "content-type": expect.stringMatching(/problem\+json/) });
  expect(other.json().type).toBe("/problems/busy");
  letGo();
  expect(await statuses(5)).toEqual([200, 200, 200, 503, 503]);
  expect((await app.inject("/api/held")).statusCode).toBe(200);
});

test("the page that tells of the trouble is there beyond the bound too, and while the process stops", async () => {
  pipeline().send(3);
  await waitUntil(() => started === 3, { what: "three are under way" });
  expect((await app.inject("/api/held")).statusCode).toBe(503);
  expect((await app.inject("/busy")).statusCode).toBeLessThan(500);
  accepting = false;
  expect((await app.inject("/busy")).statusCode).toBeLessThan(500);
});

test("whoever went away without an answer does not count for ever", async () => {
  const { socket, send } = pipeline();
  send(3, "upgrade: websocket\r\n");
  await waitUntil(() => started === 3, { what: "three are under way" });
  expect((await app.inject("/api/held")).statusCode).toBe(503);
  socket.destroy();
  letGo();
  await waitUntil(async () => (await app.inject("/api/held")).statusCode === 200, { what: "there is room again" });
  const next = pipeline();
  next.send(3);
  expect(await next.statuses(3)).toEqual([200, 200, 200]);
});

test.each([
  ["before their body came", 7, "{}"],
  ["once all of it had come", 2, "{}"],
  ["with a type and no body", 0, ""],
])("whoever left while their session was looked up, %s, does not count for ever", async (_when, length, body) => {
  const { socket } = pipeline();
  const head = ["POST /api/told HTTP/1.1", "host: a", "cookie: popline=ann", "content-type: application/json"];
  socket.write(`${[...head, `content-length: ${length}`].join("\r\n")}\r\n\r\n${body}`);
  await waitUntil(() => lookedUp.length === 1, { what: "their session is looked up" });
  expect(traffic.underWay()).toBe(1);
  socket.destroy();
  await untilSeenGone();
  for (const known of lookedUp) known();
  await waitUntil(() => traffic.underWay() === 0, { what: "they are let go" });
});

test("UX, undo: a press without a body is carried out, though its sender left while they were looked up", async () => {
  const { socket } = pipeline();
  socket.write("POST /api/told HTTP/1.1\r\nhost: a\r\ncookie: popline=ann\r\ncontent-length: 0\r\n\r\n");
  await waitUntil(() => lookedUp.length === 1, { what: "their session is looked up" });
  socket.destroy();
  await untilSeenGone();
  for (const known of lookedUp) known();
  await waitUntil(() => started === 1 && traffic.underWay() === 0, { what: "it is carried out" });
});

test("a process that stops refuses as a problem that says when to try again", async () => {
  accepting = false;
  const reply = await app.inject({ url: "/api/held", headers: { "accept-language": "en" } });
  expect([reply.statusCode, reply.json().type]).toEqual([503, "/problems/unavailable"]);
  expect(reply.headers).toMatchObject({ "retry-after": "2", "content-type": expect.stringMatching(/problem\+json/) });
  expect(started).toBe(0);
});
