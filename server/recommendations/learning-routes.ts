import type { FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import { largestPurchaseFileBytes, learningSchema, modelParams } from "../../shared/learning.ts";
import type { Refused } from "../../shared/problems.ts";
import {
  doerOf,
  type Http,
  hasLeft,
  onceOver,
  pressKeyOf,
  pressProblems,
  sendProblem,
} from "../platform/http/index.ts";
import type { LearningDesk } from "./learning-desk.ts";

const access = "operator";
const tags = ["Operations"];
const csv = "text/csv";
const retryAfterSeconds = 3;
const begun = { 202: Type.Object({ fit: Type.String() }) };
const imported = { 200: Type.Object({ id: Type.String(), rows: Type.Integer(), hash: Type.String() }) };

/** One file is in memory at a time: from before its bytes are read until it is taken in, its sender there or not. */
function createGate() {
  let inside: { readonly request: FastifyRequest; isAtWork: boolean } | null = null;
  const leave = (request: FastifyRequest) => {
    if (inside?.request === request) inside = null;
  };
  return {
    async enter(request: FastifyRequest, reply: FastifyReply) {
      // That they leave would not be heard any more.
      if (hasLeft(request)) return;
      if (inside !== null) return sendProblem(reply, { problem: "busy", retryAfterSeconds });
      inside = { request, isAtWork: false };
      onceOver(request, reply, () => inside?.isAtWork || leave(request));
    },
    /** Whose sender went away before is no longer inside, and another may be. */
    async hold<Answer>(request: FastifyRequest, work: () => Promise<Answer>): Promise<Answer | Refused> {
      if (inside?.request !== request) return { problem: "busy", retryAfterSeconds };
      inside.isAtWork = true;
      try {
        return await work();
      } finally {
        leave(request);
      }
    },
  };
}

/** What operators do about recommendations: import, learn, look at the figures, put an earlier model back. */
export function learningRoutes(app: Http, desk: LearningDesk): void {
  const read = { tags, summary: "Models, how they measured, and what came of them", response: { 200: learningSchema } };
  app.get("/api/operations/recommendations", { config: { access }, schema: read }, () => desk.read());

  const learning = { access, problems: [...pressProblems, "fit-running", "no-purchases"] } as const;
  const learn = { tags, summary: "Learn a model; it goes live if it is not worse than popularity", response: begun };
  app.post("/api/operations/recommendations/fits", { config: learning, schema: learn }, async (request, reply) => {
    const key = pressKeyOf(request);
    if (typeof key !== "string") return sendProblem(reply, key);
    const answer = await desk.begin({ doer: doerOf(request), key });
    return "problem" in answer ? sendProblem(reply, answer) : reply.code(202).send(answer);
  });

  const back = {
    ...{ tags, summary: "Make a model live again that was" },
    ...{ params: modelParams, response: { 200: Type.Object({ id: Type.String(), state: Type.String() }) } },
  };
  const putting = { access, problems: pressProblems } as const;
  const address = "/api/operations/recommendations/models/:modelId/put-back";
  app.post(address, { config: putting, schema: back }, async (request, reply) => {
    const key = pressKeyOf(request);
    if (typeof key !== "string") return sendProblem(reply, key);
    const answer = await desk.putBack(request.params.modelId, { doer: doerOf(request), key });
    return "problem" in answer ? sendProblem(reply, answer) : reply.send(answer);
  });
  importRoute(app, desk);
}

/** Takes a file as it is, which nothing else here takes: a scope of its own. */
function importRoute(app: Http, desk: LearningDesk): void {
  const gate = createGate();
  void app.register(async (scope: Http) => {
    const asBuffer = { parseAs: "buffer", bodyLimit: largestPurchaseFileBytes } as const;
    scope.addContentTypeParser<Buffer>(csv, asBuffer, (_request, body, done) => done(null, body));
    const importing = {
      config: { access, problems: [...pressProblems, "not-purchases", "import-overtaken"] },
      bodyLimit: largestPurchaseFileBytes,
      onRequest: gate.enter,
      schema: {
        ...{ tags, summary: "Import purchases of cells (CSV), in place of the last import", consumes: [csv] },
        ...{ body: Type.Unsafe<Buffer>({ description: "The file." }), response: imported },
      },
    } as const;
    scope.post("/api/operations/recommendations/purchases", importing, async (request, reply) => {
      const key = pressKeyOf(request);
      if (typeof key !== "string") return sendProblem(reply, key);
      const { body } = request;
      if (!Buffer.isBuffer(body)) return sendProblem(reply, { problem: "not-purchases" });
      const answer = await gate.hold(request, () => desk.import(body, { doer: doerOf(request), key }));
      return "problem" in answer ? sendProblem(reply, answer) : reply.send(answer);
    });
  });
}
