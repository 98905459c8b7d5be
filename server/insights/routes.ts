import type { FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import { storeId } from "../../shared/ids.ts";
import { type Chart, purchaseInsightsSchema, storeInsightsSchema } from "../../shared/insights.ts";
import { callerOf, type Http, sendProblem, wantsCsv } from "../platform/http/index.ts";
import { fileOf } from "./csv.ts";
import type { Insights } from "./service.ts";

const tags = ["Insights"];
const csv = "text/csv";

/** The same figures as JSON or as a file for spreadsheets, whichever `Accept` names first. */
const told = <Schema>(schema: Schema) => ({
  200: { description: "The figures.", content: { "application/json": { schema }, [csv]: { schema: Type.String() } } },
});

function send(request: FastifyRequest, reply: FastifyReply, insights: { readonly charts: readonly Chart[] }) {
  reply.header("vary", "accept");
  if (!wantsCsv(request.headers.accept)) return reply.send(insights as never);
  return reply
    .type(`${csv}; charset=utf-8`)
    .header("content-disposition", 'attachment; filename="insights.csv"')
    .serializer(String)
    .send(fileOf(insights.charts) as never);
}

/** What hosts and operators read of purchases, and hosts of their own store. */
export function insightRoutes(app: Http, insights: Insights): void {
  const ofPurchases = { tags, summary: "Purchases in figures", response: told(purchaseInsightsSchema) };
  app.get("/api/insights/purchases", { config: { access: "host" }, schema: ofPurchases }, async (request, reply) =>
    send(request, reply, await insights.purchases()),
  );

  const ofStore = {
    ...{ tags, summary: "A store's visitors in figures" },
    ...{ params: Type.Object({ storeId }), response: told(storeInsightsSchema) },
  };
  app.get("/api/stores/:storeId/insights", { config: { access: "host" }, schema: ofStore }, async (request, reply) => {
    const answer = await insights.store(request.params.storeId, callerOf(request).id);
    return "problem" in answer ? sendProblem(reply, answer) : send(request, reply, answer);
  });
}
