import { existsSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { sendProblem } from "./problems.ts";

const folder = join(import.meta.dirname, "../../../web/dist");
const policy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "form-action 'self'",
].join("; ");

/** Serves the built pages; every path that is not the API's is a page of the browser's router. */
export async function servePages(app: FastifyInstance): Promise<void> {
  const built = existsSync(join(folder, "index.html"));
  if (built) {
    await app.register(fastifyStatic, {
      root: folder,
      serve: false,
    });
    app.get("/assets/*", { config: { access: "anyone" }, schema: { hide: true } }, (request, reply) => {
      reply.header("cache-control", "public, max-age=31536000, immutable");
      return reply.sendFile(`assets/${(request.params as { "*": string })["*"]}`);
    });
  }
  app.setNotFoundHandler((request, reply) => {
    const isPage = request.method === "GET" && !/^\/(api|docs|assets)(\/|$)/.test(request.url);
    if (!built || !isPage) return sendProblem(reply, { problem: "not-found" });
    reply.header("content-security-policy", policy).header("cache-control", "no-cache");
    return reply.sendFile("index.html");
  });
}
