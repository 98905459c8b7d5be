import { type Static, type TObject, type TSchema, Type } from "typebox";
import type { Doer } from "../../shared/audit.ts";
import { muteBody, reportBody, roomChange, roomDesk, roomSchema } from "../../shared/chat.ts";
import { type StoreId, storeId } from "../../shared/ids.ts";
import type { ProblemName, Refused } from "../../shared/problems.ts";
import { callerOf, doerOf, type Http, pressKeyOf, pressProblems, sendProblem } from "../platform/http/index.ts";
import type { RoomService } from "./service.ts";

const tags = ["Chat"];
const ofStore = Type.Object({ storeId });
const ofMessage = Type.Object({ storeId, seq: Type.String({ pattern: "^[1-9][0-9]{0,14}$", maxLength: 15 }) });
const ofGuest = Type.Object({ storeId, guest: Type.String({ pattern: "^[1-9][0-9]{0,8}$", maxLength: 9 }) });
const signedIn = { access: "signed-in" } as const;
const done = Type.Null({ description: "Done." });

interface Deed<Params extends TObject, Body extends TSchema> {
  readonly summary: string;
  readonly params: Params;
  readonly body?: Body;
  readonly problems?: readonly ProblemName[];
  readonly work: (
    asked: { params: Static<Params>; body: Static<Body> },
    doer: Doer,
    key: string,
  ) => Promise<Refused | null>;
}

/** A press that answers nothing when it is done. */
function deed<Params extends TObject, Body extends TSchema>(app: Http, url: string, wish: Deed<Params, Body>): void {
  const { summary, params, body, problems = [], work } = wish;
  const schema = { tags, summary, params, ...(body === undefined ? {} : { body }), response: { 204: done } };
  app.post(
    url,
    { config: { ...signedIn, problems: [...pressProblems, ...problems] }, schema },
    async (request, reply) => {
      const key = pressKeyOf(request);
      if (typeof key !== "string") return sendProblem(reply, key);
      const asked = { params: request.params, body: request.body } as Parameters<typeof work>[0];
      const refused = await work(asked, doerOf(request), key);
      return refused === null ? reply.code(204).send(null) : sendProblem(reply, refused);
    },
  );
}

/** What is done about messages: reported by anybody, hidden and muted by whoever looks after the room. */
export function moderationRoutes(app: Http, rooms: RoomService): void {
  const messageUrl = "/api/stores/:storeId/messages/:seq";
  deed(app, `${messageUrl}/report`, {
    ...{ summary: "Report what somebody else said", params: ofMessage, body: reportBody, problems: ["forbidden"] },
    work: ({ params, body }, doer, key) => rooms.report(params.storeId, doer, Number(params.seq), body.reason, key),
  });
  deed(app, `${messageUrl}/hide`, {
    ...{ summary: "Hide a message", params: ofMessage },
    work: ({ params }, doer, key) => rooms.hide(params.storeId, doer, Number(params.seq), key),
  });
  deed(app, `${messageUrl}/mute`, {
    ...{ summary: "Mute who sent a message", params: ofMessage, body: muteBody, problems: ["forbidden"] },
    work: ({ params, body }, doer, key) => rooms.mute(params.storeId, doer, Number(params.seq), body.minutes, key),
  });
  deed(app, "/api/stores/:storeId/room/guests/:guest/unmute", {
    ...{ summary: "Let somebody speak again", params: ofGuest },
    work: ({ params }, doer, key) => rooms.unmute(params.storeId, doer, Number(params.guest), key),
  });

  const changeRoute = {
    ...{ tags, summary: "Change a room: slow mode, pinned message, words" },
    ...{ params: ofStore, body: roomChange, response: { 200: roomSchema } },
  };
  const room = "/api/stores/:storeId/room";
  app.patch(room, { config: { ...signedIn, problems: pressProblems }, schema: changeRoute }, async (request, reply) => {
    const key = pressKeyOf(request);
    if (typeof key !== "string") return sendProblem(reply, key);
    const answer = await rooms.change(request.params.storeId, doerOf(request), request.body, key);
    return "problem" in answer ? sendProblem(reply, answer) : answer;
  });

  const deskRoute = {
    ...{ tags, summary: "What those see who look after a room" },
    ...{ params: ofStore, response: { 200: roomDesk } },
  };
  app.get(`${room}/desk`, { config: signedIn, schema: deskRoute }, async (request, reply) => {
    const answer = await rooms.desk(request.params.storeId as StoreId, callerOf(request).id);
    return "problem" in answer ? sendProblem(reply, answer) : answer;
  });
}
