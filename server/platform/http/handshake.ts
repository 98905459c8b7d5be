import type { FastifyInstance, FastifyRequest } from "fastify";

/** A socket's opening. Node says so of those it hands to a socket, and of no others, whatever their headers claim. */
export function isHandshake({ raw }: FastifyRequest): boolean {
  return (raw as { upgrade?: boolean }).upgrade === true;
}

/**
 * Whoever is answered in place of a socket has had the connection's last answer: Node listens to it no longer, so
 * nobody else would ever end it, not even when the other side has.
 */
export function endRefusedHandshakes(app: FastifyInstance): void {
  app.addHook("onSend", (request, reply, _payload, done) => {
    if (isHandshake(request)) reply.header("connection", "close");
    done();
  });
  app.addHook("onResponse", (request, _reply, done) => {
    if (isHandshake(request)) request.raw.socket.destroySoon();
    done();
  });
}
