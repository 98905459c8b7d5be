import type { FastifyContextConfig, FastifySchema } from "fastify";
import type { ProblemName } from "../../../shared/problems.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** What the route's room may refuse; what stands in front of every route is named by itself (problemsOf). */
    problems?: readonly ProblemName[];
  }
}

/** What a press with a key may meet that was pressed before (press-once.ts), whatever it does. */
export const pressProblems = ["key-reused", "key-in-flight"] as const satisfies readonly ProblemName[];

const ofAll: readonly ProblemName[] = ["bad-request", "too-many-requests", "internal", "busy", "unavailable"];
const ofWrites: readonly ProblemName[] = ["foreign-origin", "body-too-large", "not-json"];

interface Route {
  readonly method: string | readonly string[];
  readonly schema?: FastifySchema | undefined;
  readonly config?: FastifyContextConfig | undefined;
}

/** Every problem that a route may answer: what the guard and the framework refuse there, and what its room does. */
export function problemsOf({ method, schema, config: { access, problems = [] } = {} }: Route): readonly ProblemName[] {
  const reads = method === "GET" || method === "HEAD";
  return [
    ...new Set<ProblemName>([
      ...ofAll,
      ...(reads ? [] : ofWrites),
      ...(access === "anyone" ? [] : (["sign-in-needed"] as const)),
      ...(access === "anyone" || access === "signed-in" ? [] : (["forbidden"] as const)),
      // An id that cannot exist is absent.
      ...(schema?.params === undefined ? [] : (["not-found"] as const)),
      ...problems,
    ]),
  ];
}
