import type { FastifyRequest, FastifySchema } from "fastify";
import type { Doer } from "../../../shared/audit.ts";
import type { PersonId, SessionId } from "../../../shared/ids.ts";
import type { ProblemName } from "../../../shared/problems.ts";
import { coarseNetworkOf } from "./network.ts";
import type { Watch } from "./watch.ts";

/** Whoever the session says is calling. Identity comes from nowhere else (D11). */
export interface Caller {
  readonly id: PersonId;
  readonly name: string;
  readonly role: string;
  /** The session they came with; a socket that it opened closes when it ends. */
  readonly session: SessionId;
}

/** Answers who a session cookie stands for, or null when it is foreign, broken or revoked. */
export type WhoIs = (cookie: string) => Promise<Caller | null>;

/** A route as it was registered. */
export interface Door {
  readonly method: string;
  readonly url: string;
  readonly access: string;
  readonly schema: FastifySchema | undefined;
  /** Every problem it may answer. */
  readonly problems: readonly ProblemName[];
}

declare module "fastify" {
  interface FastifyRequest {
    caller: Caller | null;
  }
  interface FastifyContextConfig {
    /** Every route says who may call it, by a door's name (access.ts); one that does not cannot be registered. */
    access?: string;
    /** For a route that people open as a page: where they are led when it fails, since nobody reads a problem. */
    failsTo?: (request: FastifyRequest) => string;
  }
  interface FastifyInstance {
    /** Every route there is, the framework's own among them: the authorisation matrix is held against them. */
    doors: readonly Door[];
    /** Every kind of live topic. */
    topics: () => readonly string[];
    /** Writes down an attempt that was refused; bounded for each network. */
    watch: Watch;
  }
}

/** The caller of a route that is not open to anyone; the guard has made sure there is one. */
export function callerOf(request: FastifyRequest): Caller {
  if (request.caller === null) throw new Error("A route without a signed-in caller asked for one.");
  return request.caller;
}

/** The caller as the audit log writes them down. */
export function doerOf(request: FastifyRequest): Doer {
  return { id: callerOf(request).id, network: coarseNetworkOf(request.ip) };
}
