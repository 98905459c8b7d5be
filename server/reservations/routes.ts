import { extname } from "node:path";
import { Type } from "typebox";
import { reservationId } from "../../shared/ids.ts";
import { listOf, pageQuery } from "../../shared/lists.ts";
import { type Reservation, rescheduleBody, reservationSchema } from "../../shared/reservations.ts";
import { callerOf, type Http, pressKeyOf, pressProblems, sendProblem } from "../platform/http/index.ts";
import { passCalendar, passPicture } from "./pass.ts";
import type { Reservations } from "./service.ts";

const ofReservation = Type.Object({ reservationId });
const tags = ["Reservations"];
const access = { access: "signed-in" } as const;
const listed = { querystring: pageQuery, response: { 200: listOf(reservationSchema) } };
const one = { params: ofReservation, response: { 200: reservationSchema } };
/** Of whoever wants a seat elsewhere (reschedule.sql). */
const moveProblems = [
  ...pressProblems,
  "not-open",
  "closed",
  "already-ended",
  "already-confirmed",
  "already-in-line",
  "party-too-large",
  "not-bookable",
] as const;

export function reservationRoutes(app: Http, reservations: Reservations): void {
  app.get("/api/reservations", { config: access, schema: { tags, summary: "My reservations", ...listed } }, (request) =>
    reservations.list(callerOf(request).id, request.query),
  );

  const seen = { tags, summary: "One of my reservations", ...one };
  app.get("/api/reservations/:reservationId", { config: access, schema: seen }, async (request, reply) => {
    const answer = await reservations.find(request.params.reservationId, callerOf(request).id);
    return "problem" in answer ? sendProblem(reply, answer) : answer;
  });

  /** The reservation as a file of another kind. */
  function document(name: string, type: string, summary: string, write: (reservation: Reservation) => string): void {
    const response = { 200: Type.String({ contentMediaType: type }) };
    const schema = { tags, summary, params: ofReservation, response };
    app.get(`/api/reservations/:reservationId/${name}`, { config: access, schema }, async (request, reply) => {
      const answer = await reservations.find(request.params.reservationId, callerOf(request).id);
      if ("problem" in answer) return sendProblem(reply, answer);
      const file = `popline-${request.params.reservationId}${extname(name)}`;
      reply.header("content-disposition", `inline; filename="${file}"`).type(`${type}; charset=utf-8`);
      return reply.serializer(String).send(write(answer));
    });
  }
  document("pass.svg", "image/svg+xml", "A reservation's pass, as a picture", passPicture);
  document("calendar.ics", "text/calendar", "A reservation as a file for calendars", passCalendar);

  const cancelling = { ...access, problems: [...pressProblems, "already-ended", "closed"] } as const;
  const cancelled = { tags, summary: "Cancel a reservation", ...one };
  app.post(
    "/api/reservations/:reservationId/cancel",
    { config: cancelling, schema: cancelled },
    async (request, reply) => {
      const key = pressKeyOf(request);
      if (typeof key !== "string") return sendProblem(reply, key);
      const answer = await reservations.cancel(request.params.reservationId, callerOf(request).id, key);
      return "problem" in answer ? sendProblem(reply, answer) : answer;
    },
  );

  const move = { tags, summary: "Move a reservation to another slot of the store", ...one, body: rescheduleBody };
  const moving = { ...access, problems: moveProblems };
  app.post("/api/reservations/:reservationId/reschedule", { config: moving, schema: move }, async (request, reply) => {
    const key = pressKeyOf(request);
    if (typeof key !== "string") return sendProblem(reply, key);
    const { reservationId: id } = request.params;
    const answer = await reservations.reschedule(id, callerOf(request).id, request.body.slotId, key);
    return "problem" in answer ? sendProblem(reply, answer) : answer;
  });

  const removing = { ...access, problems: [...pressProblems, "still-live"] } as const;
  const gone = {
    ...{ tags, summary: "Delete an ended reservation from my history" },
    ...{ params: ofReservation, response: { 204: Type.Null() } },
  };
  app.delete("/api/reservations/:reservationId", { config: removing, schema: gone }, async (request, reply) => {
    const key = pressKeyOf(request);
    if (typeof key !== "string") return sendProblem(reply, key);
    const refused = await reservations.remove(request.params.reservationId, callerOf(request).id, key);
    return refused === null ? reply.code(204).send(null) : sendProblem(reply, refused);
  });
}
