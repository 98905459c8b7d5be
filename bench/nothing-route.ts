import { Type } from "typebox";
import type { Http } from "../server/platform/http/index.ts";
import { makeEntryId, type SlotId, slotId } from "../shared/ids.ts";
import { type Entry, entrySchema, joinBody } from "../shared/line.ts";

const fixedEntry = (slot: SlotId, partySize = 1): Entry => ({
  id: makeEntryId(slot, 10_000),
  slotId: slot,
  ticket: 10_000,
  state: "waitlisted",
  ahead: 9_000,
  behind: 0,
  partySize,
  reservationId: null,
  offerExpiresAt: null,
  departed: 0,
  movedTo: null,
  cancelledByHost: false,
});

/**
 * The do-nothing route: guarded, checked and answered like a join, with nothing in between. What a join costs above it
 * is the line's. Beside it the same for anyone: what it costs less is the session's check and the limit per person.
 */
export function nothingRoute(app: Http): void {
  const schema = { params: Type.Object({ slotId }), body: joinBody, response: { 201: entrySchema } };
  for (const [name, access] of [
    ["nothing", "signed-in"],
    ["nobody", "anyone"],
  ] as const) {
    app.post(`/api/bench/:slotId/${name}`, { config: { access }, schema }, async (request, reply) => {
      const { params, body } = request as { params: { slotId: SlotId }; body: { partySize?: number } };
      return reply.code(201).send(fixedEntry(params.slotId, body.partySize));
    });
  }
}
