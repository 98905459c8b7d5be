import type { FastifyRequest } from "fastify";
import type { WebSocket } from "ws";
import { networkOf } from "../http/network.ts";

const mostOfPerson = 20;
/** Half of what the process takes: a whole carrier may stand behind one address, and nobody else is shut out by it. */
export const mostSocketsOfNetwork = 10_000;

/** Counts open sockets by person and by network; at most two entries for each open socket. */
export function createSocketGate(mostOfNetwork: number) {
  const open = new Map<string, number>();
  const count = (whose: string) => open.get(whose) ?? 0;

  function countOne(whose: string, socket: WebSocket): void {
    open.set(whose, count(whose) + 1);
    socket.on("close", () => {
      if (count(whose) > 1) open.set(whose, count(whose) - 1);
      else open.delete(whose);
    });
  }
  const personOf = ({ caller }: FastifyRequest) => (caller === null ? null : `person ${caller.id}`);
  const placeOf = ({ ip }: FastifyRequest) => `network ${networkOf(ip)}`;

  return {
    isFullFor(request: FastifyRequest): boolean {
      const person = personOf(request);
      return count(placeOf(request)) >= mostOfNetwork || (person !== null && count(person) >= mostOfPerson);
    },
    entered(request: FastifyRequest, socket: WebSocket): void {
      const person = personOf(request);
      countOne(placeOf(request), socket);
      if (person !== null) countOne(person, socket);
    },
  };
}
