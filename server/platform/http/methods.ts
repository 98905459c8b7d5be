import type { FastifyInstance } from "fastify";
import type { Door } from "./caller.ts";
import { sendProblem } from "./problems.ts";

interface Path {
  readonly pattern: RegExp;
  readonly methods: string[];
}

/** What the router reads as a name for a piece of a path, or for all the rest of it. */
const openPieces = /:\w+|\*/g;

function pathOf(url: string): Path {
  const fixed = url.split(openPieces).map((piece) => piece.replace(/[.\\^$+?()[\]{}|]/g, "\\$&"));
  const open = (url.match(openPieces) ?? []).map((piece) => (piece === "*" ? ".*" : "[^/]+"));
  const pattern = fixed.map((piece, at) => piece + (open[at] ?? "")).join("");
  return { pattern: new RegExp(`^${pattern}$`), methods: [] };
}

/** The paths of the route table, each with its methods. */
function pathsOf(doors: readonly Door[]): Path[] {
  const paths = new Map<string, Path>();
  for (const { method, url } of doors) {
    const path = paths.get(url) ?? pathOf(url);
    paths.set(url, path);
    path.methods.push(method);
  }
  return [...paths.values()];
}

/**
 * A path that has routes, but none for this method, answers 405 with those it has (RFC 9110, 15.5.6). What no route
 * has stays absent. Looks at the route table only for what the router did not find.
 */
export function refuseMethods(app: FastifyInstance): void {
  let paths: readonly Path[] = [];
  app.addHook("onReady", async () => {
    paths = pathsOf(app.doors);
  });
  app.addHook("onRequest", async (request, reply) => {
    if (!request.is404) return;
    const [asked = ""] = request.url.split("?");
    const methods = paths.filter(({ pattern }) => pattern.test(asked)).flatMap((path) => path.methods);
    if (methods.length === 0 || methods.includes(request.method)) return;
    const allow = [...new Set(methods)].sort().join(", ");
    return sendProblem(reply.header("allow", allow), { problem: "method-not-allowed" });
  });
}
