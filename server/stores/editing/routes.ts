import { Type } from "typebox";
import { draftBody, editionSchema, storeChangeBody } from "../../../shared/editions.ts";
import { storeId } from "../../../shared/ids.ts";
import { callerOf, doerOf, type Http, pressKeyOf, sendProblem } from "../../platform/http/index.ts";
import type { Editing } from "./service.ts";

const ofStore = Type.Object({ storeId });
const host = { access: "host" } as const;

/** A store as its host writes it: a draft, edits, publishing. */
export function editingRoutes(app: Http, editing: Editing): void {
  const drafted = { body: draftBody, response: { 201: editionSchema } };
  app.post("/api/stores/drafts", { config: host, schema: drafted }, async (request, reply) => {
    const key = pressKeyOf(request);
    if (typeof key !== "string") return sendProblem(reply, key);
    const answer = await editing.draft(doerOf(request), request.body, key);
    return "problem" in answer ? sendProblem(reply, answer) : reply.code(201).send(answer);
  });

  const seen = { params: ofStore, response: { 200: editionSchema } };
  app.get("/api/stores/:storeId/edition", { config: host, schema: seen }, async (request, reply) => {
    const answer = await editing.find(request.params.storeId, callerOf(request).id);
    return "problem" in answer ? sendProblem(reply, answer) : answer;
  });

  const changed = { params: ofStore, body: storeChangeBody, response: { 200: editionSchema } };
  app.patch("/api/stores/:storeId", { config: host, schema: changed }, async (request, reply) => {
    const key = pressKeyOf(request);
    if (typeof key !== "string") return sendProblem(reply, key);
    const answer = await editing.edit(request.params.storeId, doerOf(request), request.body, key);
    return "problem" in answer ? sendProblem(reply, answer) : answer;
  });

  for (const verb of ["publish", "unpublish"] as const) {
    app.post(`/api/stores/:storeId/${verb}`, { config: host, schema: seen }, async (request, reply) => {
      const key = pressKeyOf(request);
      if (typeof key !== "string") return sendProblem(reply, key);
      const answer = await editing[verb](request.params.storeId, doerOf(request), key);
      return "problem" in answer ? sendProblem(reply, answer) : answer;
    });
  }

  const removed = { params: ofStore, response: { 204: Type.Null({ description: "Gone." }) } };
  app.delete("/api/stores/:storeId", { config: host, schema: removed }, async (request, reply) => {
    const key = pressKeyOf(request);
    if (typeof key !== "string") return sendProblem(reply, key);
    const refused = await editing.remove(request.params.storeId, doerOf(request), key);
    return refused === null ? reply.code(204).send(null) : sendProblem(reply, refused);
  });
}
