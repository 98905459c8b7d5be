import { Type } from "typebox";
import { storeId } from "../../shared/ids.ts";
import { recommendationsSchema, similarSchema } from "../../shared/recommendations.ts";
import { callerOf, type Http, sendProblem } from "../platform/http/index.ts";
import type { Showing } from "./showing-service.ts";
import type { Watching } from "./watching/watching-service.ts";

interface Desk {
  readonly showing: Showing;
  readonly watching: Watching;
}

const tags = ["Recommendations"];

/** What somebody is shown: of whoever is signed in by what they agreed to, of anybody else by what is popular. */
export function recommendationRoutes(app: Http, { showing, watching }: Desk): void {
  app.get(
    "/api/recommendations",
    {
      config: { access: "anyone" },
      schema: {
        ...{ tags, summary: "Stores for whoever asks, and why" },
        response: { 200: recommendationsSchema },
      },
    },
    ({ caller }) => showing.show(caller?.id ?? null),
  );

  app.get(
    "/api/stores/:storeId/similar",
    {
      config: { access: "anyone" },
      schema: {
        ...{ tags, summary: "Stores like this one that have free seats" },
        ...{ params: Type.Object({ storeId }), response: { 200: similarSchema } },
      },
    },
    async (request, reply) => {
      const answer = await showing.similar(request.params.storeId, request.caller?.id ?? null);
      return "problem" in answer ? sendProblem(reply, answer) : reply.send(answer);
    },
  );

  app.post(
    "/api/stores/:storeId/views",
    {
      config: { access: "signed-in" },
      schema: {
        ...{ tags, summary: "I have opened this store's page; kept of whoever agreed to it alone" },
        ...{ params: Type.Object({ storeId }), response: { 204: Type.Null() } },
      },
    },
    async (request, reply) => {
      watching.opened(callerOf(request).id, request.params.storeId);
      return reply.code(204).send(null);
    },
  );
}
