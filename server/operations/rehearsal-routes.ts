import { Type } from "typebox";
import { slotId } from "../../shared/ids.ts";
import { ledgerPage, ledgerQuery } from "../../shared/operations.ts";
import { newRehearsalBody, rehearsalSchema } from "../../shared/rehearsals.ts";
import { type Http, sendProblem } from "../platform/http/index.ts";
import type { LineLedger } from "./ports.ts";
import type { Rehearsals } from "./rehearsals.ts";

const tags = ["Rehearsals"];
const mostEntries = 5_000;

/** What operators may read of any line. */
export function ledgerRoutes(app: Http, ledger: LineLedger): void {
  const schema = {
    ...{ tags: ["Operations"], summary: "Any slot's line, entry by entry" },
    ...{ params: Type.Object({ slotId }), querystring: ledgerQuery, response: { 200: ledgerPage } },
  };
  app.get("/api/operations/lines/:slotId", { config: { access: "operator" }, schema }, async (request, reply) => {
    const { after = "0", limit = String(mostEntries) } = request.query;
    const page = await ledger.read(request.params.slotId, Number(after), Math.min(Number(limit), mostEntries));
    return page ?? sendProblem(reply, { problem: "not-found" });
  });
}

/** Demo mode only: anybody may call ten thousand visitors, one crowd at a time. */
export function rehearsalRoutes(app: Http, rehearsals: Rehearsals): void {
  const beginning = { access: "anyone", problems: ["rehearsal-running"] } as const;
  const begun = {
    tags,
    summary: "Begin a rehearsal (demo mode)",
    body: newRehearsalBody,
    response: { 202: rehearsalSchema },
  };
  app.post("/api/operations/rehearsals", { config: beginning, schema: begun }, async (request, reply) => {
    const answer = rehearsals.begin(request.body);
    return "problem" in answer ? sendProblem(reply, answer) : reply.code(202).send(answer);
  });

  const latest = {
    ...{ tags, summary: "The latest rehearsal (demo mode)" },
    response: { 200: rehearsalSchema, 204: Type.Null({ description: "There was none yet." }) },
  };
  app.get("/api/operations/rehearsals/latest", { config: { access: "anyone" }, schema: latest }, async (_, reply) => {
    return rehearsals.latest() ?? reply.code(204).send(null);
  });

  const schema = {
    ...{ tags, summary: "Tickets of the latest rehearsal, for spreadsheets (demo mode)" },
    response: { 200: Type.String({ contentMediaType: "text/csv" }) },
  };
  const csv = "/api/operations/rehearsals/latest/tickets.csv";
  app.get(csv, { config: { access: "anyone", problems: ["not-found"] }, schema }, async (_, reply) => {
    const answer = rehearsals.tickets();
    if (typeof answer !== "string") return sendProblem(reply, answer);
    reply.header("content-disposition", 'attachment; filename="tickets.csv"');
    return reply.type("text/csv; charset=utf-8").serializer(String).send(answer);
  });
}
