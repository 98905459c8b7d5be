import { Type } from "typebox";
import { storeId } from "../../shared/ids.ts";
import { listOf } from "../../shared/lists.ts";
import { newStoreBody, storeCardSchema, storeSchema, storesQuery } from "../../shared/stores.ts";
import {
  doerOf,
  type Http,
  pressKeyOf,
  pressProblems,
  sendProblem,
  sendTagged,
  sendWritten,
} from "../platform/http/index.ts";
import type { Stores } from "./service.ts";

const tags = ["Stores"];

export function storeRoutes(app: Http, stores: Stores): void {
  app.get(
    "/api/stores",
    {
      config: { access: "anyone" },
      schema: {
        ...{ tags, summary: "Search stores" },
        ...{ querystring: storesQuery, response: { 200: listOf(storeCardSchema) } },
      },
    },
    async (request, reply) => {
      const answer = await stores.page(request.query, request.wrote());
      return "problem" in answer ? sendProblem(reply, answer) : sendWritten(reply, answer);
    },
  );

  const ofStore = Type.Object({ storeId });
  app.get(
    "/api/stores/:storeId",
    {
      config: { access: "anyone" },
      schema: { tags, summary: "One store", params: ofStore, response: { 200: storeCardSchema } },
    },
    async (request, reply) => {
      const answer = await stores.find(request.params.storeId, request.wrote());
      return "problem" in answer ? sendProblem(reply, answer) : sendTagged(reply, answer);
    },
  );

  app.post(
    "/api/stores",
    {
      config: { access: "host", problems: [...pressProblems, "duplicate-store"] },
      schema: { tags, summary: "Register a store", body: newStoreBody, response: { 201: storeSchema } },
    },
    async (request, reply) => {
      const key = pressKeyOf(request);
      if (typeof key !== "string") return sendProblem(reply, key);
      const answer = await stores.register(doerOf(request), request.body, key);
      return "problem" in answer ? sendProblem(reply, answer) : reply.code(201).send(answer);
    },
  );
}
