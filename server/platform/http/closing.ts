import type { Socket } from "node:net";
import type { FastifyInstance } from "fastify";
import { isHandshake } from "./handshake.ts";

/** What is under way when the server closes may take this long. */
const patienceMs = 10_000;

/**
 * Ends every connection when the server closes, for `http.Server` waits for each that is not idle at that moment. An
 * answer that is the last on its connection says that it is. Once nothing is under way any more, or after 10 s, those
 * that say nothing, or said half of a request, are cut off. Sockets end by themselves (live.ts).
 */
export function endConnections(app: FastifyInstance, accepting: () => boolean): void {
  const underWay = new Map<Socket, number>();
  let onNone = () => undefined as unknown;

  app.addHook("onRequest", (request, reply, done) => {
    if (isHandshake(request)) return done();
    const { socket } = request.raw;
    underWay.set(socket, (underWay.get(socket) ?? 0) + 1);
    // Sent to the end, or given up by whoever asked.
    reply.raw.once("close", () => {
      const left = (underWay.get(socket) ?? 1) - 1;
      if (left > 0) underWay.set(socket, left);
      else underWay.delete(socket);
      if (underWay.size === 0) onNone();
    });
    done();
  });
  app.addHook("onSend", (request, reply, _payload, done) => {
    if (!accepting() && underWay.get(request.raw.socket) === 1) reply.header("connection", "close");
    done();
  });

  app.addHook("preClose", async () => {
    const none = new Promise<unknown>((resolve) => {
      onNone = () => resolve(null);
      if (underWay.size === 0) resolve(null);
      else setTimeout(resolve, patienceMs).unref();
    });
    // Not here: the server stops to listen only after this hook.
    void none.then(() => setImmediate(() => app.server.closeAllConnections()));
  });
}
