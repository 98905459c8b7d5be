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
import { doerOf, type Http, pressKeyOf, sendProblem } from "../platform/http/index.ts";
import type { Slots } from "./service.ts";

const ofStore = Type.Object({ storeId });
const ofSlot = Type.Object({ slotId });
const slotsQuery = Type.Object({
  ...pageQuery.properties,
  cursor: Type.Optional(slotsCursor),
  date: Type.Optional(day),
});

export function slotRoutes(app: Http, slots: Slots): void {
  app.get(
    "/api/stores/:storeId/slots",
    {
      config: { access: "anyone" },
      schema: { params: ofStore, querystring: slotsQuery, response: { 200: listOf(slotSchema) } },
    },
    async (request, reply) => {
      const { params, query, caller } = request;
      const answer = await slots.list(params.storeId, query.date ?? null, query, caller?.id ?? null);
      return "problem" in answer ? sendProblem(reply, answer) : answer;
    },
  );

  app.post(
    "/api/stores/:storeId/slots",
    {
      config: { access: "host" },
      schema: { params: ofStore, body: newSlotsBody, response: { 200: addedSlots, 201: addedSlots } },
    },
    async (request, reply) => {
      const key = pressKeyOf(request);
      if (typeof key !== "string") return sendProblem(reply, key);
      const answer = await slots.add(request.params.storeId, doerOf(request), request.body, key);
      if ("problem" in answer) return sendProblem(reply, answer);
      return reply.code(request.body.dryRun ? 200 : 201).send(answer);
    },
  );

  app.get(
    "/api/slots/:slotId",
    { config: { access: "anyone" }, schema: { params: ofSlot, response: { 200: slotSchema } } },
    async (request, reply) => {
      const answer = await slots.find(request.params.slotId, request.caller?.id ?? null);
      return "problem" in answer ? sendProblem(reply, answer) : answer;
    },
  );

  app.patch(
    "/api/slots/:slotId",
    {
      config: { access: "host" },
      schema: { params: ofSlot, body: slotChangeBody, response: { 200: slotSchema } },
    },
    async (request, reply) => {
      const key = pressKeyOf(request);
      if (typeof key !== "string") return sendProblem(reply, key);
      const answer = await slots.change(request.params.slotId, doerOf(request), request.body, key);
      return "problem" in answer ? sendProblem(reply, answer) : answer;
    },
  );

  const closed = { params: ofSlot, body: closeSlotBody, response: { 204: Type.Null({ description: "Closed." }) } };
  app.post("/api/slots/:slotId/close", { config: { access: "host" }, schema: closed }, async (request, reply) => {
    const key = pressKeyOf(request);
    if (typeof key !== "string") return sendProblem(reply, key);
    const { knowingly = false } = request.body;
    const refused = await slots.close(request.params.slotId, doerOf(request), knowingly, key);
    return refused === null ? reply.code(204).send(null) : sendProblem(reply, refused);
  });
}
