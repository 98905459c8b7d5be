import type { FastifyRequest } from "fastify";
import type { Role } from "../../../shared/accounts.ts";
import type { PersonId } from "../../../shared/ids.ts";

/** Whoever the session says is calling. Identity comes from nowhere else (D11). */
export interface Caller {
  readonly id: PersonId;
  readonly name: string;
  readonly role: Role;
}

/** Answers who a session cookie stands for, or null when it is foreign, broken or revoked. */
export type WhoIs = (cookie: string) => Promise<Caller | null>;

/** Who may call a route. Every route says so; one that does not cannot be registered. */
export type Access = "anyone" | "signed-in" | "host" | "operator";

declare module "fastify" {
  interface FastifyRequest {
    caller: Caller | null;
  }
  interface FastifyContextConfig {
    access?: Access;
  }
}

/** The caller of a route that is not open to anyone; the guard has made sure there is one. */
export function callerOf(request: FastifyRequest): Caller {
  if (request.caller === null) throw new Error("A route without a signed-in caller asked for one.");
  return request.caller;
}
