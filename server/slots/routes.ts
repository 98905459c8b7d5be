import { Type } from "typebox";
import { slotId, storeId } from "../../shared/ids.ts";
import { listOf, pageQuery } from "../../shared/lists.ts";
import { day } from "../../shared/moments.ts";
import {
  addedSlots,
  closeSlotBody,
  newSlotsBody,
  slotChangeBody,
  slotSchema,
  slotsCursor,
} from "../../shared/slots.ts";
import { doerOf, type Http, pressKeyOf, pressProblems, sendProblem } from "../platform/http/index.ts";
import type { Slots } from "./service.ts";

const tags = ["Slots"];
const ofStore = Type.Object({ storeId });
const ofSlot = Type.Object({ slotId });
const slotsQuery = Type.Object({
  ...pageQuery.properties,
  cursor: Type.Optional(slotsCursor),
  date: Type.Optional(day),
});

const listing = {
  config: { access: "anyone" },
  schema: {
    ...{ tags, summary: "Slots of a store" },
    ...{ params: ofStore, querystring: slotsQuery, response: { 200: listOf(slotSchema) } },
  },
};
const adding = {
  config: { access: "host", problems: [...pressProblems, "too-many-slots"] },
  schema: {
    ...{ tags, summary: "Add slots to a store, or count what would be added" },
    ...{ params: ofStore, body: newSlotsBody, response: { 200: addedSlots, 201: addedSlots } },
  },
} as const;
const looking = {
  config: { access: "anyone" },
  schema: { tags, summary: "One slot", params: ofSlot, response: { 200: slotSchema } },
};
const changing = {
  config: { access: "host", problems: [...pressProblems, "closed", "capacity-too-small", "stale-revision"] },
  schema: {
    ...{ tags, summary: "Change, pause or resume a slot" },
    ...{ params: ofSlot, body: slotChangeBody, response: { 200: slotSchema } },
  },
} as const;
const closing = {
  config: { access: "host", problems: [...pressProblems, "closed", "people-concerned"] },
  schema: {
    ...{ tags, summary: "Close a slot for good", params: ofSlot, body: closeSlotBody },
    response: { 204: Type.Null({ description: "Closed." }) },
  },
} as const;

export function slotRoutes(app: Http, slots: Slots): void {
  app.get("/api/stores/:storeId/slots", listing, async (request, reply) => {
    const { params, query, caller } = request;
    const answer = await slots.list(params.storeId, query.date ?? null, query, caller?.id ?? null);
    return "problem" in answer ? sendProblem(reply, answer) : answer;
  });

  app.post("/api/stores/:storeId/slots", adding, async (request, reply) => {
    const key = pressKeyOf(request);
    if (typeof key !== "string") return sendProblem(reply, key);
    const answer = await slots.add(request.params.storeId, doerOf(request), request.body, key);
    if ("problem" in answer) return sendProblem(reply, answer);
    return reply.code(request.body.dryRun ? 200 : 201).send(answer);
  });

  app.get("/api/slots/:slotId", looking, async (request, reply) => {
    const answer = await slots.find(request.params.slotId, request.caller?.id ?? null);
    return "problem" in answer ? sendProblem(reply, answer) : answer;
  });

  app.patch("/api/slots/:slotId", changing, async (request, reply) => {
    const key = pressKeyOf(request);
    if (typeof key !== "string") return sendProblem(reply, key);
    const answer = await slots.change(request.params.slotId, doerOf(request), request.body, key);
    return "problem" in answer ? sendProblem(reply, answer) : answer;
  });

  app.post("/api/slots/:slotId/close", closing, async (request, reply) => {
    const key = pressKeyOf(request);
    if (typeof key !== "string") return sendProblem(reply, key);
    const { knowingly = false } = request.body;
    const refused = await slots.close(request.params.slotId, doerOf(request), knowingly, key);
    return refused === null ? reply.code(204).send(null) : sendProblem(reply, refused);
  });
}
