import type { FastifyRequest } from "fastify";
import type { Clock } from "../clock.ts";
import { createLimiter } from "../limits/limiter.ts";
import { coarseNetworkOf, networkOf } from "./network.ts";

/** Lines of one network: a flood of refusals fills no disk. */
const lineLimit = { perSecond: 1, burst: 20, mostKeys: 50_000 };

/** Who asked, on which route and coarsely from where. */
export function whereOf({ method, caller, routeOptions, ip }: FastifyRequest) {
  return { method, route: routeOptions.url ?? null, person: caller?.id ?? null, network: coarseNetworkOf(ip) };
}

export type Watch = ReturnType<typeof createWatch>;

/**
 * Writes down what looks like somebody at a door that is not theirs: what, who, on which route, coarsely from where,
 * and nothing that was sent. Whether each is written depends on how many came from there, never on who they are.
 */
export function createWatch(clock: Pick<Clock, "now">) {
  const perNetwork = createLimiter(lineLimit, clock);

  return function watch(request: FastifyRequest, event: string, more: object = {}): void {
    if (perNetwork(networkOf(request.ip)) > 0) return;
    request.log.warn({ event, ...whereOf(request), ...more }, "refused");
  };
}
