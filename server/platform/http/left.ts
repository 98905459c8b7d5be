import type { FastifyRequest } from "fastify";

/** Whoever sent it is gone: what of its body was not read yet never comes, and its end is told to nobody any more. */
export const hasLeft = ({ raw }: FastifyRequest): boolean => raw.destroyed;
