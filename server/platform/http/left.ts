import type { FastifyReply, FastifyRequest } from "fastify";

/** Whoever sent it is gone: what of its body was not read yet never comes, and its end is told to nobody any more. */
export const hasLeft = ({ raw }: FastifyRequest): boolean => raw.destroyed;

/** Whether the framework reads on behind the head of a request: for a body, or where a type says that there is one. */
export const isReadOn = ({ headers }: FastifyRequest): boolean =>
  headers["content-type"] !== undefined ||
  headers["transfer-encoding"] !== undefined ||
  Number(headers["content-length"] ?? 0) > 0;

/**
 * Does it as soon as the answer is sent to the end or given up, also where its connection ends before its turn: of what
 * waits behind another answer on one connection (pipelining) Node tells no end.
 */
export function onceOver({ raw }: FastifyRequest, reply: FastifyReply, act: () => void): void {
  const { socket } = raw;
  const over = () => {
    socket.off("close", over);
    act();
  };
  for (const end of ["finish", "close"]) reply.raw.once(end, over);
  socket.once("close", over);
}
