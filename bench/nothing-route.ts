import { Type } from "typebox";
import type { Http } from "../server/platform/http/index.ts";
import { makeEntryId, slotId } from "../shared/ids.ts";
import { type Entry, entrySchema, joinBody } from "../shared/line.ts";

/**
 * The do-nothing route: guarded, checked and answered like a join, with nothing in between. What a join costs above it
 * is the line's.
 */
export function nothingRoute(app: Http): void {
  const schema = { params: Type.Object({ slotId }), body: joinBody, response: { 201: entrySchema } };
  app.post("/api/bench/:slotId/nothing", { config: { access: "signed-in" }, schema }, async (request, reply) => {
    const slot = request.params.slotId;
    const entry: Entry = {
      id: makeEntryId(slot, 10_000),
      slotId: slot,
      ticket: 10_000,
      state: "waitlisted",
      ahead: 9_000,
      behind: 0,
      partySize: request.body.partySize ?? 1,
      reservationId: null,
      offerExpiresAt: null,
      departed: 0,
    };
    return reply.code(201).send(entry);
  });
}
