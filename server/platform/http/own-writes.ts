import type { FastifyInstance } from "fastify";
import type { WriteMark } from "../../../shared/write-mark.ts";
import type { Clock } from "../clock.ts";
import { createSealedCookie } from "./sealed-cookie.ts";

/** So long a browser carries the mark of its last write. A replica that lags more than half of it is left alone. */
const carriedSeconds = 60;
const changing = new Set(["POST", "PATCH", "PUT", "DELETE"]);

declare module "fastify" {
  interface FastifyRequest {
    /** The mark of the caller's last write of the last minute, in whichever process; null for everybody else. */
    wrote: () => WriteMark | null;
  }
}

export interface OwnWrites {
  readonly mark: () => Promise<WriteMark | null>;
  /** Whose writes are marked, by the doors they pass; null for everybody's, where lists are read from a replica. */
  readonly ofDoors: readonly string[] | null;
}

/** For a server that marks none. */
export const nobodysWrites: OwnWrites = { mark: async () => null, ofDoors: [] };

interface World extends OwnWrites {
  readonly secret: string;
  readonly secure: boolean;
  readonly clock: Pick<Clock, "now">;
}

/**
 * Whoever writes reads it at once (D20): the answer carries a cookie that says how far the database had come, sealed so
 * that nobody makes one up. A mark that cannot be had costs nobody their answer; they may see an old list for seconds.
 */
export function markOwnWrites(app: FastifyInstance, { mark, ofDoors, secret, secure, clock }: World): void {
  const cookie = createSealedCookie<WriteMark>({ name: "popline-wrote", secret, secure, seconds: carriedSeconds });
  app.decorateRequest("wrote", function wrote() {
    return this.headers.cookie === undefined ? null : cookie.read(this, clock.now());
  });
  app.addHook("onSend", async (request, reply) => {
    if (!changing.has(request.method) || request.caller === null || reply.statusCode >= 400) return;
    if (ofDoors?.includes(request.routeOptions.config.access ?? "") === false) return;
    const reached = await mark().catch(() => null);
    if (reached !== null) cookie.set(reply, reached, clock.now());
  });
}
