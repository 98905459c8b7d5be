import { Type } from "typebox";
import { draftBody, editionSchema, storeChangeBody } from "../../../shared/editions.ts";
import { storeId } from "../../../shared/ids.ts";
import { callerOf, doerOf, type Http, pressKeyOf, pressProblems, sendProblem } from "../../platform/http/index.ts";
import type { Editing } from "./service.ts";

const ofStore = Type.Object({ storeId });
const tags = ["Stores"];
const host = { access: "host" } as const;

/** Of an edit that concerns people or slots, or that came too late (consequences.sql). */
const changing = {
  ...host,
  problems: [
    ...pressProblems,
    "stale-revision",
    "people-concerned",
    "slots-outside",
    "zone-has-slots",
    "duplicate-store",
  ],
} as const;
const shown = {
  publish: { summary: "Publish a draft", problems: [...pressProblems, "not-ready", "duplicate-store"] },
  unpublish: { summary: "Make a store a draft again", problems: [...pressProblems, "has-holders"] },
} as const;

/** A store as its host writes it: a draft, edits, publishing. */
export function editingRoutes(app: Http, editing: Editing): void {
  const drafting = { ...host, problems: [...pressProblems, "too-many-drafts"] } as const;
  const drafted = { tags, summary: "Draft a store", body: draftBody, response: { 201: editionSchema } };
  app.post("/api/stores/drafts", { config: drafting, schema: drafted }, async (request, reply) => {
    const key = pressKeyOf(request);
    if (typeof key !== "string") return sendProblem(reply, key);
    const answer = await editing.draft(doerOf(request), request.body, key);
    return "problem" in answer ? sendProblem(reply, answer) : reply.code(201).send(answer);
  });

  const edition = { params: ofStore, response: { 200: editionSchema } };
  const seen = { tags, summary: "A store as its host edits it", ...edition };
  app.get("/api/stores/:storeId/edition", { config: host, schema: seen }, async (request, reply) => {
    const answer = await editing.find(request.params.storeId, callerOf(request).id);
    return "problem" in answer ? sendProblem(reply, answer) : answer;
  });

  const changed = { tags, summary: "Edit a store", ...edition, body: storeChangeBody };
  app.patch("/api/stores/:storeId", { config: changing, schema: changed }, async (request, reply) => {
    const key = pressKeyOf(request);
    if (typeof key !== "string") return sendProblem(reply, key);
    const answer = await editing.edit(request.params.storeId, doerOf(request), request.body, key);
    return "problem" in answer ? sendProblem(reply, answer) : answer;
  });

  for (const verb of ["publish", "unpublish"] as const) {
    const { summary, problems } = shown[verb];
    const schema = { tags, summary, ...edition };
    app.post(`/api/stores/:storeId/${verb}`, { config: { ...host, problems }, schema }, async (request, reply) => {
      const key = pressKeyOf(request);
      if (typeof key !== "string") return sendProblem(reply, key);
      const answer = await editing[verb](request.params.storeId, doerOf(request), key);
      return "problem" in answer ? sendProblem(reply, answer) : answer;
    });
  }

  const removing = { ...host, problems: [...pressProblems, "only-drafts"] } as const;
  const removed = {
    ...{ tags, summary: "Delete a draft", params: ofStore },
    response: { 204: Type.Null({ description: "Gone." }) },
  };
  app.delete("/api/stores/:storeId", { config: removing, schema: removed }, async (request, reply) => {
    const key = pressKeyOf(request);
    if (typeof key !== "string") return sendProblem(reply, key);
    const refused = await editing.remove(request.params.storeId, doerOf(request), key);
    return refused === null ? reply.code(204).send(null) : sendProblem(reply, refused);
  });
}
