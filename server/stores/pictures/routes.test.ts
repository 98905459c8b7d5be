import { once } from "node:events";
import { type AddressInfo, connect } from "node:net";
import Fastify, { type FastifyInstance } from "fastify";
import { expect, test } from "vitest";
import { waitUntil } from "../../../load/processes/wait-until.ts";
import type { Http } from "../../platform/http/index.ts";
import { pictureRoutes } from "./routes.ts";

const path = "/api/stores/1/poster";

/** Serves uploads into a store that there is not; a connection, and an upload that comes later. */
async function serve(app: FastifyInstance) {
  pictureRoutes(app as unknown as Http, {
    pictures: { upload: async () => null } as never,
    editing: { find: async () => ({ problem: "not-found" }) } as never,
  });
  await app.listen({ host: "127.0.0.1", port: 0 });
  const socket = connect((app.server.address() as AddressInfo).port, "127.0.0.1");
  await once(socket, "connect");
  const headers = { "content-type": "image/png", "idempotency-key": "k".repeat(36) };
  return { socket, later: () => app.inject({ method: "POST", url: path, headers, payload: "picture" }) };
}

test("an upload whose sender left while they were looked up keeps none of their later ones out", async () => {
  const app = Fastify();
  let [isAsked, hasGone, known] = [false, false, () => {}];
  app.decorateRequest("caller", null);
  app.addHook("onRequest", async (request, reply) => {
    request.caller = { id: "1", role: "host" } as never;
    if (request.headers["x-held"] === undefined) return;
    isAsked = true;
    reply.raw.once("close", () => {
      hasGone = true;
    });
    await new Promise<void>((resolve) => {
      known = resolve;
    });
  });
  const { socket, later } = await serve(app);
  const head = [`POST ${path} HTTP/1.1`, "host: a", "content-type: image/png", "content-length: 7", "x-held: 1"];
  socket.write(`${head.join("\r\n")}\r\n\r\n1`);
  await waitUntil(() => isAsked, { what: "they are looked up" });
  socket.destroy();
  await waitUntil(() => hasGone, { what: "it is seen that they left" });
  known();
  expect((await later()).statusCode).toBe(404);
  await app.close();
});

test("an upload that waited behind another answer when its sender hung up keeps no later one out", async () => {
  const app = Fastify();
  let [isBegun, hasCome] = [false, false];
  app.decorateRequest("caller", null);
  app.addHook("onRequest", async (request) => {
    request.caller = { id: "1", role: "host" } as never;
  });
  app.addHook("preParsing", async (request) => {
    hasCome ||= request.method === "POST";
  });
  app.get("/silent", () => {
    isBegun = true;
    return new Promise(() => undefined);
  });
  const { socket, later } = await serve(app);
  const upload = [`POST ${path} HTTP/1.1`, "host: a", "content-type: image/png", "content-length: 7"];
  socket.write(`GET /silent HTTP/1.1\r\nhost: a\r\n\r\n${upload.join("\r\n")}\r\n\r\n1`);
  await waitUntil(() => isBegun && hasCome, { what: "both have come" });
  socket.destroy();
  await waitUntil(async () => (await later()).statusCode === 404, { what: "a later one has its turn" });
  app.server.closeAllConnections();
  await app.close();
});
