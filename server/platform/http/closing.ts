import type { Socket } from "node:net";
import type { FastifyInstance } from "fastify";
import { isHandshake } from "./handshake.ts";

/** What is under way when the server closes may take this long. */
const patienceMs = 10_000;

/** How much is under way, by connection. */
function createUnderWay() {
  const counts = new Map<Socket, number>();
  const known = new WeakSet<Socket>();
  let onNone = (): void => undefined;

  function note(socket: Socket, count: number): void {
    if (count > 0) counts.set(socket, count);
    else counts.delete(socket);
    if (counts.size === 0) onNone();
  }
  return {
    of: (socket: Socket) => counts.get(socket) ?? 0,
    begin(socket: Socket): void {
      note(socket, (counts.get(socket) ?? 0) + 1);
      if (known.has(socket)) return;
      known.add(socket);
      // All that came on it: of what waits behind another answer Node tells no end.
      socket.once("close", () => note(socket, 0));
    },
    end: (socket: Socket) => note(socket, (counts.get(socket) ?? 1) - 1),
    /** Resolves once there is nothing. */
    none: () =>
      new Promise<void>((resolve) => {
        onNone = resolve;
        if (counts.size === 0) resolve();
      }),
  };
}

/**
 * Ends every connection when the server closes, for `http.Server` waits for each that is not idle at that moment. An
 * answer that is the last on its connection says that it is. Once nothing is under way any more, or after 10 s, those
 * that say nothing, or said half of a request, are cut off. Sockets end by themselves (live.ts).
 */
export function endConnections(app: FastifyInstance, accepting: () => boolean): void {
  const underWay = createUnderWay();

  app.addHook("onRequest", (request, reply, done) => {
    if (isHandshake(request)) return done();
    const { socket } = request.raw;
    underWay.begin(socket);
    // Sent to the end, or given up by whoever asked.
    reply.raw.once("close", () => underWay.end(socket));
    done();
  });
  app.addHook("onSend", (request, reply, _payload, done) => {
    if (!accepting() && underWay.of(request.raw.socket) === 1) reply.header("connection", "close");
    done();
  });

  app.addHook("preClose", async () => {
    const impatient = new Promise<void>((resolve) => setTimeout(resolve, patienceMs).unref());
    const none = Promise.race([underWay.none(), impatient]);
    // Not here: the server stops to listen only after this hook.
    void none.then(() => setImmediate(() => app.server.closeAllConnections()));
  });
}
