import type { FastifyRequest } from "fastify";

/** A socket's opening. Node says so of those it hands to a socket, and of no others, whatever their headers claim. */
export function isHandshake({ raw }: FastifyRequest): boolean {
  return (raw as { upgrade?: boolean }).upgrade === true;
}
