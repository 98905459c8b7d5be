import { extname } from "node:path";
import { Type } from "typebox";
import { reservationId } from "../../shared/ids.ts";
import { listOf, pageQuery } from "../../shared/lists.ts";
import { type Reservation, rescheduleBody, reservationSchema } from "../../shared/reservations.ts";
import { callerOf, type Http, pressKeyOf, sendProblem } from "../platform/http/index.ts";
import { passCalendar, passPicture } from "./pass.ts";
import type { Reservations } from "./service.ts";

const ofReservation = Type.Object({ reservationId });
const access = { access: "signed-in" } as const;
const one = { params: ofReservation, response: { 200: reservationSchema } };

export function reservationRoutes(app: Http, reservations: Reservations): void {
  app.get(
    "/api/reservations",
    { config: access, schema: { querystring: pageQuery, response: { 200: listOf(reservationSchema) } } },
    (request) => reservations.list(callerOf(request).id, request.query),
  );

  app.get("/api/reservations/:reservationId", { config: access, schema: one }, async (request, reply) => {
    const answer = await reservations.find(request.params.reservationId, callerOf(request).id);
    return "problem" in answer ? sendProblem(reply, answer) : answer;
  });

  /** The reservation as a file of another kind. */
  function document(name: string, type: string, write: (reservation: Reservation) => string): void {
    const schema = { params: ofReservation, response: { 200: Type.String({ contentMediaType: type }) } };
    app.get(`/api/reservations/:reservationId/${name}`, { config: access, schema }, async (request, reply) => {
      const answer = await reservations.find(request.params.reservationId, callerOf(request).id);
      if ("problem" in answer) return sendProblem(reply, answer);
      const file = `popline-${request.params.reservationId}${extname(name)}`;
      reply.header("content-disposition", `inline; filename="${file}"`).type(`${type}; charset=utf-8`);
      return reply.serializer(String).send(write(answer));
    });
  }
  document("pass.svg", "image/svg+xml", passPicture);
  document("calendar.ics", "text/calendar", passCalendar);

  app.post("/api/reservations/:reservationId/cancel", { config: access, schema: one }, async (request, reply) => {
    const key = pressKeyOf(request);
    if (typeof key !== "string") return sendProblem(reply, key);
    const answer = await reservations.cancel(request.params.reservationId, callerOf(request).id, key);
    return "problem" in answer ? sendProblem(reply, answer) : answer;
  });

  const move = { ...one, body: rescheduleBody };
  app.post("/api/reservations/:reservationId/reschedule", { config: access, schema: move }, async (request, reply) => {
    const key = pressKeyOf(request);
    if (typeof key !== "string") return sendProblem(reply, key);
    const { reservationId: id } = request.params;
    const answer = await reservations.reschedule(id, callerOf(request).id, request.body.slotId, key);
    return "problem" in answer ? sendProblem(reply, answer) : answer;
  });

  const gone = { params: ofReservation, response: { 204: Type.Null() } };
  app.delete("/api/reservations/:reservationId", { config: access, schema: gone }, async (request, reply) => {
    const key = pressKeyOf(request);
    if (typeof key !== "string") return sendProblem(reply, key);
    const refused = await reservations.remove(request.params.reservationId, callerOf(request).id, key);
    return refused === null ? reply.code(204).send(null) : sendProblem(reply, refused);
  });
}
