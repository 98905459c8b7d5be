import type { onSendHookHandler } from "fastify";
import { Type } from "typebox";
import { entryId, slotId } from "../../shared/ids.ts";
import { entryOrNone, entrySchema, joinBody, joinRefusals, ownEntrySchema } from "../../shared/line.ts";
import { listOf } from "../../shared/lists.ts";
import type { ProblemName } from "../../shared/problems.ts";
import { callerOf, type Http, pressKeyOf, pressProblems, sendProblem } from "../platform/http/index.ts";
import type { EntryVerb } from "./ports.ts";
import type { LineService } from "./service.ts";

const ofSlot = Type.Object({ slotId });
const ofEntry = Type.Object({ entryId });
const access = { access: "signed-in" } as const;
const tags = ["Line"];
/** Each with what it refuses (answer-line.sql). */
const verbs = {
  leave: { summary: "Leave a line", problems: ["already-confirmed", "already-ended"] },
  accept: { summary: "Accept an offered seat", problems: ["no-offer"] },
  decline: { summary: "Decline an offered seat", problems: ["no-offer"] },
} as const satisfies Record<EntryVerb, object>;

/** Told how each press of "reserve" was answered, refused (with why) or not, `elapsedMs` after it came. */
export type OnAnswered = (slot: string, status: number, refused: ProblemName | null, elapsedMs: number) => void;

/** Join, look, leave, answer an offer. The visitor comes from the session, never from the body. */
export function lineRoutes(app: Http, line: LineService, onAnswered: OnAnswered): void {
  const joinSchema = {
    ...{ tags, summary: "Join a slot's line" },
    ...{ params: ofSlot, body: joinBody, response: { 200: entrySchema, 201: entrySchema } },
  };
  const joining = { ...access, problems: joinRefusals };
  // Of the route, so that a press refused at the door, or before its body was read, is counted too.
  const onSend: onSendHookHandler = ({ params }, reply, _payload, done) => {
    onAnswered((params as { slotId: string }).slotId, reply.statusCode, reply.refused, reply.elapsedTime);
    done();
  };
  app.post("/api/slots/:slotId/entries", { config: joining, schema: joinSchema, onSend }, async (request, reply) => {
    const key = pressKeyOf(request);
    if (typeof key !== "string") return sendProblem(reply, key);
    const { partySize = 1, receipt } = request.body;
    const answer = await line.join(request.params.slotId, { person: callerOf(request).id, partySize, key, receipt });
    if ("problem" in answer) return sendProblem(reply, answer);
    return reply.code(answer.fresh ? 201 : 200).send(answer.entry);
  });

  const mineSchema = {
    ...{ tags, summary: "My place in a slot's line, null where I have none" },
    ...{ params: ofSlot, response: { 200: entryOrNone } },
  };
  app.get("/api/slots/:slotId/entries/mine", { config: access, schema: mineSchema }, async (request, reply) => {
    const answer = await line.mine(request.params.slotId, callerOf(request).id);
    return answer !== null && "problem" in answer ? sendProblem(reply, answer) : answer;
  });

  const description =
    "A place with a `receipt`, which is not written yet, is at `/api/slots/{slotId}/entries/mine` only.";
  const allSchema = { tags, summary: "My places in all lines", description, response: { 200: listOf(ownEntrySchema) } };
  app.get("/api/me/entries", { config: access, schema: allSchema }, (request) => line.all(callerOf(request).id));

  const ofPlace = { params: ofEntry, response: { 200: entrySchema } };
  const placeSchema = { tags, summary: "One of my places", ...ofPlace };
  app.get("/api/entries/:entryId", { config: access, schema: placeSchema }, async (request, reply) => {
    const answer = await line.place(request.params.entryId, callerOf(request).id);
    return "problem" in answer ? sendProblem(reply, answer) : answer;
  });

  function verb(method: "POST" | "DELETE", url: string, name: EntryVerb): void {
    const { summary, problems } = verbs[name];
    app.route({
      method,
      url,
      config: { ...access, problems: [...pressProblems, ...problems] },
      schema: { tags, summary, ...ofPlace },
      handler: async (request, reply) => {
        const key = pressKeyOf(request);
        if (typeof key !== "string") return sendProblem(reply, key);
        const answer = await line.act(name, request.params.entryId, callerOf(request).id, key);
        return "problem" in answer ? sendProblem(reply, answer) : answer;
      },
    });
  }
  verb("DELETE", "/api/entries/:entryId", "leave");
  verb("POST", "/api/entries/:entryId/accept", "accept");
  verb("POST", "/api/entries/:entryId/decline", "decline");
}
