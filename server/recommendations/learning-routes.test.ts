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

/** Where those of these names are held up before their file is taken in, and `import` takes as long as it is told. */
async function open(held: Readonly<Record<string, Promise<void>>>, importing: Promise<void>) {
  const app = Fastify({ trustProxy: true });
  const seen = { arrived: [] as string[], left: [] as string[], taken: [] as string[], refused: [] as string[] };
  const { arrived, left, taken, refused } = seen;
  const nameOf = ({ headers }: { headers: Record<string, unknown> }) => String(headers["idempotency-key"]);
  app.decorateRequest("caller", null);
  app.addHook("onRequest", async (request, reply) => {
    reply.raw.once("close", () => left.push(nameOf(request)));
    request.caller = { id: "1", role: "operator" } as never;
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
  async function send(key: string) {
    const socket = connect(port, "127.0.0.1");
    const head = [`POST ${path} HTTP/1.1`, "host: a", "content-type: text/csv", `idempotency-key: ${key}`];
    socket.write(`${[...head, "x-forwarded-for: 192.0.2.1", "content-length: 7"].join("\r\n")}\r\n\r\na,b\n1,2`);
    await waitUntil(() => arrived.includes(key), { what: `${key} has arrived` });
    return socket;
  }
  return { app, left, taken, refused, send };
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
