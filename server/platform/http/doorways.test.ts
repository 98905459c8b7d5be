import { once } from "node:events";
import { createServer, get, type Server } from "node:http";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import fastify, { type FastifyInstance, type FastifyRequest } from "fastify";
import { afterEach, expect, test } from "vitest";
import { waitUntil } from "../../../load/processes/wait-until.ts";
import { takenInATurn, widenDoorway } from "./doorways.ts";

const sockets: Socket[] = [];
const atTheEnd: (() => unknown)[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const end of atTheEnd.splice(0)) await end();
});

const portOf = (server: Server) => (server.address() as { port: number }).port;

function open(port: number): Socket {
  const socket = connect(port, "127.0.0.1").on("error", () => undefined);
  sockets.push(socket);
  return socket;
}

/** How many of `count` connections that are there at once each turn of the loop takes in, as long as it takes any. */
async function takenInEachTurn(server: Server, count: number): Promise<number[]> {
  const turns = [0];
  let left = count;
  const note = () => {
    turns[turns.length - 1] = (turns.at(-1) ?? 0) + 1;
    left -= 1;
  };
  server.on("connection", note);
  const atOnce = Array.from({ length: count }, () => open(portOf(server)));
  await new Promise<void>((resolve) => {
    const turn = () => {
      if (left === 0) return resolve();
      turns.push(0);
      setImmediate(turn);
    };
    setImmediate(turn);
  });
  server.off("connection", note);
  for (const socket of atOnce) socket.destroy();
  return turns.filter((taken) => taken > 0);
}

interface Wanted {
  readonly most?: number;
  readonly answer?: (request: FastifyRequest) => Promise<unknown>;
  readonly copying?: Parameters<typeof widenDoorway>[2];
  readonly warn?: (error: unknown) => void;
}

async function listenWide(wanted: Wanted = {}): Promise<FastifyInstance> {
  const { most = 1_000, answer = async () => "here", copying, warn } = wanted;
  const app = fastify();
  if (warn) app.log.warn = warn;
  widenDoorway(app, most, copying);
  app.get("/", answer);
  atTheEnd.push(() => app.close());
  await app.listen({ port: 0, host: "127.0.0.1" });
  return app;
}

/** The answer to a request on a connection of its own. */
async function ask({ server }: FastifyInstance): Promise<string> {
  const request = get({ port: portOf(server), host: "127.0.0.1", agent: false });
  const [response] = await once(request, "response");
  return await text(response);
}

const isWide = async ({ server }: FastifyInstance) =>
  Math.max(...(await takenInEachTurn(server, takenInATurn * 2))) === takenInATurn;

test("S42: a turn of the loop takes in one connection by itself, and sixteen at a wide doorway", async () => {
  const plain = createServer();
  atTheEnd.push(() => plain.close());
  await new Promise<void>((resolve) => plain.listen(0, "127.0.0.1", resolve));
  expect(await takenInEachTurn(plain, 20)).toEqual(Array(20).fill(1));

  const app = await listenWide();
  await waitUntil(() => isWide(app), { what: "every doorway takes in one" });
});

test("whoever comes by any doorway is answered", async () => {
  const app = await listenWide();
  await waitUntil(() => isWide(app), { what: "every doorway takes in one" });
  const asked = Array.from({ length: takenInATurn * 4 }, () => ask(app));
  expect(await Promise.all(asked)).toEqual(asked.map(() => "here"));
});

test("S40: of more connections than may be open the rest are ended at once, and who leaves makes room", async () => {
  const most = 40;
  const app = await listenWide({ most });
  await waitUntil(() => isWide(app), { what: "every doorway takes in one" });
  const isOpen = (socket: Socket) => socket.readyState === "open";
  const crowd = Array.from({ length: most + 10 }, () => open(portOf(app.server)));
  await waitUntil(() => crowd.filter(isOpen).length === most, { what: `${most} stay` });

  crowd.find(isOpen)?.destroy();
  await waitUntil(
    async () => {
      const late = open(portOf(app.server));
      return await new Promise((resolve) => {
        late.once("close", () => resolve(false));
        late.once("data", () => resolve(true));
        late.write("GET / HTTP/1.1\r\nhost: here\r\n\r\n");
      });
    },
    { what: "whoever comes later is answered" },
  );
});

test("I4: a server is closed only when nothing is under way at any doorway", async () => {
  const held: (() => void)[] = [];
  const app = await listenWide({
    answer: ({ raw }) => {
      if (Reflect.get(raw.socket, "_server") === app.server) return Promise.resolve("at its own");
      return new Promise((resolve) => held.push(() => resolve("at another")));
    },
  });
  await waitUntil(() => isWide(app), { what: "every doorway takes in one" });
  const asked = Array.from({ length: takenInATurn }, () => ask(app));
  await waitUntil(() => held.length > 0, { what: "some are under way" });

  const happened: string[] = [];
  const closed = new Promise<void>((resolve) => app.server.close(() => resolve()));
  const noted = closed.then(() => happened.push("closed"));
  await once(app.server, "close");
  await new Promise(setImmediate);
  happened.push("let go");
  for (const letGo of held) letGo();
  await Promise.all([...asked, noted]);
  expect(happened).toEqual(["let go", "closed"]);
});

test.each([
  ["is not there", "/nowhere", 60_000, /ENOENT/],
  ["ends", "/bin/false", 60_000, /ended with 1$/],
  ["hangs", join(import.meta.dirname, "../../../test/services/hangs.sh"), 500, /ended with SIGKILL$/],
])("a server whose helper %s goes on, says so, and stops", async (_, program, withinMs, message) => {
  const warnings: unknown[] = [];
  const app = await listenWide({ copying: { program, withinMs }, warn: (error) => warnings.push(error) });
  expect(await ask(app)).toBe("here");
  await app.close();
  expect(warnings).toEqual([expect.objectContaining({ message: expect.stringMatching(message) })]);
});

test.each(["at once", "once it is wide"])("nobody is taken in any more after a stop %s", async (moment) => {
  const app = await listenWide();
  const port = portOf(app.server);
  if (moment === "once it is wide") await waitUntil(() => isWide(app), { what: "every doorway takes in one" });
  await app.close();
  const refused = new Promise((resolve) =>
    open(port)
      .once("close", () => resolve("refused"))
      .once("connect", resolve),
  );
  expect(await refused).toBe("refused");
});
