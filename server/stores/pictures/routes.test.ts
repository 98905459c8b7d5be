import { once } from "node:events";
import { type AddressInfo, connect } from "node:net";
import Fastify from "fastify";
import { expect, test } from "vitest";
import { waitUntil } from "../../../load/processes/wait-until.ts";
import type { Http } from "../../platform/http/index.ts";
import { pictureRoutes } from "./routes.ts";

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
  pictureRoutes(app as unknown as Http, {
    pictures: { upload: async () => null } as never,
    editing: { find: async () => ({ problem: "not-found" }) } as never,
  });
  await app.listen({ host: "127.0.0.1", port: 0 });
  const path = "/api/stores/1/poster";
  const socket = connect((app.server.address() as AddressInfo).port, "127.0.0.1");
  await once(socket, "connect");
  const head = [`POST ${path} HTTP/1.1`, "host: a", "content-type: image/png", "content-length: 7", "x-held: 1"];
  socket.write(`${head.join("\r\n")}\r\n\r\n1`);
  await waitUntil(() => isAsked, { what: "they are looked up" });
  socket.destroy();
  await waitUntil(() => hasGone, { what: "it is seen that they left" });
  known();
  const headers = { "content-type": "image/png", "idempotency-key": "k".repeat(36) };
  const later = await app.inject({ method: "POST", url: path, headers, payload: "picture" });
  expect(later.statusCode).toBe(404);
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
  pictureRoutes(app as unknown as Http, {
    pictures: { upload: async () => null } as never,
    editing: { find: async () => ({ problem: "not-found" }) } as never,
  });
  await app.listen({ host: "127.0.0.1", port: 0 });
  const path = "/api/stores/1/poster";
  const socket = connect((app.server.address() as AddressInfo).port, "127.0.0.1");
  await once(socket, "connect");
  const upload = [`POST ${path} HTTP/1.1`, "host: a", "content-type: image/png", "content-length: 7"];
  socket.write(`GET /silent HTTP/1.1\r\nhost: a\r\n\r\n${upload.join("\r\n")}\r\n\r\n1`);
  await waitUntil(() => isBegun && hasCome, { what: "both have come" });
  socket.destroy();
  const headers = { "content-type": "image/png", "idempotency-key": "k".repeat(36) };
  const later = () => app.inject({ method: "POST", url: path, headers, payload: "picture" });
  await waitUntil(async () => (await later()).statusCode === 404, { what: "a later one has its turn" });
  app.server.closeAllConnections();
  await app.close();
});
