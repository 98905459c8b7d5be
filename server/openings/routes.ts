import type { FastifyRequest } from "fastify";
import { Type } from "typebox";
import { openingId, storeId } from "../../shared/ids.ts";
import { listOf, pageQuery } from "../../shared/lists.ts";
import { openingSchema, openingSummary, pauseBody, pausedSchema } from "../../shared/openings.ts";
import {
  callerOf,
  doerOf,
  type Http,
  languageOf,
  pressKeyOf,
  pressProblems,
  sendProblem,
  wantsCsv,
} from "../platform/http/index.ts";
import { reportFile } from "./csv.ts";
import type { Watcher } from "./ports.ts";
import type { Openings } from "./service.ts";

const ofStore = Type.Object({ storeId });
const ofOpening = Type.Object({ storeId, openingId });
const tags = ["Openings"];
const signedIn = { access: "signed-in" } as const;
const csv = "text/csv";

/** The report as JSON, or as a file for spreadsheets: whichever `Accept` names first. */
const told = {
  200: {
    description: "An opening with its report.",
    content: { "application/json": { schema: openingSchema }, [csv]: { schema: Type.String() } },
  },
};

function watcherOf(request: FastifyRequest): Watcher {
  const { id, role } = callerOf(request);
  return { id, isOperator: role === "operator" };
}

/** Openings of a store and their reports, and the pause of all its slots. */
export function openingRoutes(app: Http, openings: Openings): void {
  const listed = {
    ...{ tags, summary: "Openings of a store" },
    ...{ params: ofStore, querystring: pageQuery, response: { 200: listOf(openingSummary) } },
  };
  app.get("/api/stores/:storeId/openings", { config: signedIn, schema: listed }, async (request, reply) => {
    const answer = await openings.list(request.params.storeId, watcherOf(request), request.query);
    return "problem" in answer ? sendProblem(reply, answer) : answer;
  });

  const one = { tags, summary: "An opening with its report", params: ofOpening, response: told };
  app.get("/api/stores/:storeId/openings/:openingId", { config: signedIn, schema: one }, async (request, reply) => {
    const { storeId: store, openingId: id } = request.params;
    const answer = await openings.find(store, id, watcherOf(request));
    if ("problem" in answer) return sendProblem(reply, answer);
    reply.header("vary", "accept, accept-language");
    if (!wantsCsv(request.headers.accept)) return answer;
    return reply
      .type(`${csv}; charset=utf-8`)
      .header("content-disposition", `attachment; filename="opening-${id}.csv"`)
      .serializer(String)
      .send(reportFile(answer.report, answer.timeZone, languageOf(request)) as never);
  });

  const pausing = { access: "host", problems: pressProblems } as const;
  const paused = {
    tags,
    summary: "Pause or resume all slots of a store",
    params: ofStore,
    body: pauseBody,
    response: { 200: pausedSchema },
  };
  app.patch("/api/stores/:storeId/paused", { config: pausing, schema: paused }, async (request, reply) => {
    const key = pressKeyOf(request);
    if (typeof key !== "string") return sendProblem(reply, key);
    const answer = await openings.pause(request.params.storeId, doerOf(request), request.body.paused, key);
    return "problem" in answer ? sendProblem(reply, answer) : answer;
  });
}
