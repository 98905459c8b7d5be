import type { FastifyRequest } from "fastify";

/**
 * Tells the pages that speak of our own trouble: a limit or a database that led somebody to one must not keep it from
 * being read. Each is kept in memory and the same for everybody, so that it costs next to nothing however often it is
 * asked for; what a connection asks for without reading is bounded by Node.
 */
export function createTroublePages(paths: readonly string[]) {
  return ({ method, url, is404 }: FastifyRequest): boolean => {
    const [path = ""] = url.split("?");
    return is404 && method === "GET" && paths.includes(path);
  };
}

export type IsTroublePage = ReturnType<typeof createTroublePages>;
