import { once } from "node:events";
import { type AddressInfo, connect } from "node:net";
import Fastify from "fastify";
import { expect, test } from "vitest";
import { waitUntil } from "../../load/processes/wait-until.ts";
import type { Http } from "../platform/http/index.ts";
import type { LearningDesk } from "./learning-desk.ts";
import { learningRoutes } from "./learning-routes.ts";

const path = "/api/operations/recommendations/purchases";

function gate() {
  let pass = () => {};
  const passed = new Promise<void>((resolve) => {
    pass = resolve;
  });
  return { pass, passed };
}

type Sight = "asked" | "arrived" | "left" | "taken" | "refused";
type Held = Readonly<Record<string, Promise<void>>>;

/**
 * Where those of these names are held up before their file is taken in, or while they are looked up, and `import` takes
 * as long as it is told.
 */
async function open(held: Held, importing: Promise<void>, lookedUp: Held = {}) {
  const app = Fastify({ trustProxy: true });
  const seen = { asked: [], arrived: [], left: [], taken: [], refused: [] } as Record<Sight, string[]>;
  const { asked, arrived, left, taken, refused } = seen;
  const nameOf = ({ headers }: { headers: Record<string, unknown> }) => String(headers["idempotency-key"]);
  app.decorateRequest("caller", null);
  app.addHook("onRequest", async (request, reply) => {
    reply.raw.once("close", () => left.push(nameOf(request)));
    request.caller = { id: "1", role: "operator" } as never;
    asked.push(nameOf(request));
    await lookedUp[nameOf(request)];
  });
  app.addHook("preHandler", async (request) => {
    arrived.push(nameOf(request));
    await held[nameOf(request)];
  });
  app.addHook("onSend", async (request, reply) => {
    if (reply.statusCode === 503) refused.push(nameOf(request));
  });
  const desk = {
    async import(_bytes: Buffer, { key }: { key: string }) {
      taken.push(key);
      await importing;
      return { id: "1", rows: 1, hash: "hash" };
    },
  };
  learningRoutes(app as unknown as Http, desk as never as LearningDesk);
  await app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = app.server.address() as AddressInfo;
  async function send(key: string, until = arrived) {
    const socket = connect(port, "127.0.0.1");
    const head = [`POST ${path} HTTP/1.1`, "host: a", "content-type: text/csv", `idempotency-key: ${key}`];
    socket.write(`${[...head, "x-forwarded-for: 192.0.2.1", "content-length: 7"].join("\r\n")}\r\n\r\na,b\n1,2`);
    await waitUntil(() => until.includes(key), { what: `${key} has come so far` });
    return socket;
  }
  return { app, asked, left, taken, refused, send };
}

test("whose sender went before their file was taken in is refused, where another's is taken in by now", async () => {
  const [first, second] = ["first".padEnd(36, "-"), "second".padEnd(36, "-")];
  const [held, importing] = [gate(), gate()];
  const { app, left, taken, refused, send } = await open({ [first]: held.passed }, importing.passed);
  const gone = await send(first);
  gone.destroy();
  await waitUntil(() => left.includes(first), { what: "it is seen that its sender went" });
  const stays = await send(second);
  await waitUntil(() => taken.length > 0, { what: "the second file is taken in" });
  held.pass();
  await waitUntil(() => taken.length > 1 || refused.length > 0, { what: "the first one is answered" });
  expect({ taken, refused }).toEqual({ taken: [second], refused: [first] });
  importing.pass();
  await once(stays, "data");
  stays.destroy();
  await app.close();
});

test("whose sender went while they were looked up keeps no other's file out", async () => {
  const [first, second] = ["first".padEnd(36, "-"), "second".padEnd(36, "-")];
  const known = gate();
  const { app, asked, left, taken, send } = await open({}, Promise.resolve(), { [first]: known.passed });
  const gone = await send(first, asked);
  gone.destroy();
  await waitUntil(() => left.includes(first), { what: "it is seen that its sender went" });
  known.pass();
  const stays = await send(second);
  await once(stays, "data");
  expect(taken).toEqual([second]);
  stays.destroy();
  await app.close();
});
