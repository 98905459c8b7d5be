import { randomUUID } from "node:crypto";
import type { FastifyRequest } from "fastify";
import type { Refused } from "../../../shared/problems.ts";

const shape = /^[\x21-\x7e]{1,80}$/;

/**
 * The key of this press (I9). A press without one gets one from us, so that our own retry after a lost commit is not a
 * second press. A key that is not 1 to 80 visible ASCII characters is a bad request.
 */
export function pressKeyOf(request: FastifyRequest): string | Refused {
  const key = request.headers["idempotency-key"];
  if (key === undefined) return randomUUID();
  if (typeof key !== "string" || !shape.test(key)) return { problem: "bad-request", fields: ["Idempotency-Key"] };
  return key;
}
