import { Readable } from "node:stream";
import { Type } from "typebox";
import {
  type AttendeesQuery,
  attendeeSchema,
  attendeesQuery,
  checkInBody,
  checkInSchema,
  walkInBody,
} from "../../../shared/check-ins.ts";
import { checkInId, storeId } from "../../../shared/ids.ts";
import { listOf } from "../../../shared/lists.ts";
import {
  callerOf,
  doerOf,
  type Http,
  languageOf,
  pressKeyOf,
  pressProblems,
  sendProblem,
  wantsCsv,
} from "../../platform/http/index.ts";
import type { Door } from "./service.ts";

const access = { access: "signed-in" } as const;
const tags = ["Door"];
const checkInProblems = [
  ...pressProblems,
  "not-found",
  "unknown-pass",
  "wrong-store",
  "wrong-day",
  "wrong-time",
  "already-checked-in",
  "already-ended",
] as const;
const walkInProblems = [
  ...pressProblems,
  "not-found",
  "wrong-day",
  "wrong-time",
  "party-too-large",
  "no-free-seat",
] as const;
const letIn = { response: { 201: checkInSchema } };
const csv = "text/csv";

/** The list as JSON, or as a file for spreadsheets: whichever `Accept` names first. */
const attendeeLists = {
  200: {
    description: "Reservations by hour and ticket; as text/csv without pages, at most 20,000 of them.",
    content: { "application/json": { schema: listOf(attendeeSchema) }, [csv]: { schema: Type.String() } },
  },
};

/** Check-in, undo, walk-ins and attendees, for those who work at the store. */
export function doorRoutes(app: Http, door: Door): void {
  const scanned = { tags, summary: "Let somebody in by their pass", ...letIn, body: checkInBody };
  const scanning = { ...access, problems: checkInProblems };
  app.post("/api/check-ins", { config: scanning, schema: scanned }, async (request, reply) => {
    const key = pressKeyOf(request);
    if (typeof key !== "string") return sendProblem(reply, key);
    const answer = await door.checkIn(request.body, doerOf(request), key);
    return "problem" in answer ? sendProblem(reply, answer) : reply.code(201).send(answer);
  });

  const ofCheckIn = {
    ...{ tags, summary: "Undo a check-in", params: Type.Object({ checkInId }) },
    response: { 204: Type.Null({ description: "Done." }) },
  };
  const undoing = { ...access, problems: [...pressProblems, "already-ended"] } as const;
  app.delete("/api/check-ins/:checkInId", { config: undoing, schema: ofCheckIn }, async (request, reply) => {
    const key = pressKeyOf(request);
    if (typeof key !== "string") return sendProblem(reply, key);
    const refused = await door.undo(request.params.checkInId, doerOf(request), key);
    return refused === null ? reply.code(204).send(null) : sendProblem(reply, refused);
  });

  const walkedIn = { tags, summary: "Let in a party without a reservation", ...letIn, body: walkInBody };
  const walking = { ...access, problems: walkInProblems };
  app.post("/api/walk-ins", { config: walking, schema: walkedIn }, async (request, reply) => {
    const key = pressKeyOf(request);
    if (typeof key !== "string") return sendProblem(reply, key);
    const answer = await door.walkIn(request.body, doerOf(request), key);
    return "problem" in answer ? sendProblem(reply, answer) : reply.code(201).send(answer);
  });

  const listed = {
    ...{ tags, summary: "Attendees of a store" },
    ...{ params: Type.Object({ storeId }), querystring: attendeesQuery, response: attendeeLists },
  };
  app.get("/api/stores/:storeId/reservations", { config: access, schema: listed }, async (request, reply) => {
    const store = request.params.storeId;
    const query: AttendeesQuery = request.query;
    const { id } = callerOf(request);
    reply.header("vary", "accept, accept-language");
    if (!wantsCsv(request.headers.accept)) {
      const page = await door.attendees(store, id, query);
      return "problem" in page ? sendProblem(reply, page) : page;
    }
    const file = await door.file(store, id, query, languageOf(request));
    if ("problem" in file) return sendProblem(reply, file);
    return (
      reply
        .type(`${csv}; charset=utf-8`)
        .header("content-disposition", `attachment; filename="attendees-${store}.csv"`)
        .header("x-lines", String(file.lines))
        .header("x-is-cut", String(file.isCut))
        // The schema speaks of the text; it goes out in pieces.
        .send(Readable.from(file.pieces) as never)
    );
  });
}
