import { Type } from "typebox";
import { historyQuery, messageSchema, messagesPage, readRoomBody, roomSchema, talkBody } from "../../shared/chat.ts";
import { storeId } from "../../shared/ids.ts";
import { callerOf, type Http, sendProblem } from "../platform/http/index.ts";
import { moderationRoutes } from "./moderation-routes.ts";
import type { RoomService } from "./service.ts";

const tags = ["Chat"];
const ofStore = Type.Object({ storeId });
const signedIn = { access: "signed-in" } as const;
const done = Type.Null({ description: "Done." });
const talkProblems = ["muted", "room-closed", "slow-mode", "word-not-allowed", "key-reused", "busy"] as const;

/** A store's room: reading it, speaking in it. Who speaks comes from the session, never from the body. */
export function roomRoutes(app: Http, rooms: RoomService): void {
  const roomRoute = { tags, summary: "A store's room", params: ofStore, response: { 200: roomSchema } };
  app.get("/api/stores/:storeId/room", { config: { access: "anyone" }, schema: roomRoute }, async (request, reply) => {
    const answer = await rooms.find(request.params.storeId, request.caller?.id ?? null);
    return "problem" in answer ? sendProblem(reply, answer) : answer;
  });

  const historyRoute = {
    ...{ tags, summary: "What was said in a store's room" },
    ...{ params: ofStore, querystring: historyQuery, response: { 200: messagesPage } },
  };
  const messages = "/api/stores/:storeId/messages";
  app.get(messages, { config: { access: "anyone" }, schema: historyRoute }, async (request, reply) => {
    const answer = await rooms.history(request.params.storeId, request.query);
    return "problem" in answer ? sendProblem(reply, answer) : answer;
  });

  const talkRoute = {
    ...{ tags, summary: "Say something in a store's room" },
    ...{ params: ofStore, body: talkBody, response: { 200: messageSchema, 201: messageSchema } },
  };
  const talking = { ...signedIn, problems: talkProblems };
  app.post(messages, { config: talking, schema: talkRoute }, async (request, reply) => {
    const answer = await rooms.say(request.params.storeId, { person: callerOf(request).id, ...request.body });
    if ("problem" in answer) return sendProblem(reply, answer);
    return reply.code(answer.isFresh ? 201 : 200).send(answer.message);
  });

  const readRoute = {
    tags,
    summary: "Mark a room as read",
    params: ofStore,
    body: readRoomBody,
    response: { 204: done },
  };
  app.post("/api/stores/:storeId/room/read", { config: signedIn, schema: readRoute }, async (request, reply) => {
    const isThere = await rooms.markRead(request.params.storeId, callerOf(request).id, request.body.upTo);
    return isThere ? reply.code(204).send(null) : sendProblem(reply, { problem: "not-found" });
  });
  moderationRoutes(app, rooms);
}
