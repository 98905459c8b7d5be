import type { FastifyReply, FastifyRequest } from "fastify";
import { problemStatus } from "../../../shared/problems.ts";
import type { Clock } from "../clock.ts";
import { createLimiter } from "../limits/limiter.ts";
import { whereOf } from "./watch.ts";

/** Lines about one problem: a database that is away for all fills no disk. */
const lineLimit = { perSecond: 1, burst: 20, mostKeys: 100 };

declare module "fastify" {
  interface FastifyReply {
    /** What was thrown, for the log; null where nothing was. */
    cause: Error | null;
  }
}

/**
 * Writes down each answer that is a failure of ours: what it was called, on which route, and why. The line has the id
 * that the answer has; `leftOut` says how many like it have had no line since the last one.
 */
export function createFailureLog(clock: Pick<Clock, "now">) {
  const perProblem = createLimiter(lineLimit, clock);
  const leftOut = new Map<string, number>();

  function write({ log }: FastifyRequest, status: number, line: { readonly event: string }): void {
    const { event } = line;
    if (perProblem(event) > 0) {
      leftOut.set(event, (leftOut.get(event) ?? 0) + 1);
      return;
    }
    const whole = { ...line, status, leftOut: leftOut.get(event) ?? 0 };
    leftOut.delete(event);
    if (status === 503) log.warn(whole, "a request was not served");
    else log.error(whole, "a request failed");
  }

  return function noteFailure(request: FastifyRequest, { refused, statusCode, cause }: FastifyReply): void {
    const status = refused === null ? statusCode : problemStatus[refused];
    if (status < 500) return;
    write(request, status, { event: refused ?? String(status), ...whereOf(request), ...(cause && { err: cause }) });
  };
}
