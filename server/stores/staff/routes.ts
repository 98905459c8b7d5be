import { Type } from "typebox";
import { invitationId, personId, storeId } from "../../../shared/ids.ts";
import { listOf, pageQuery } from "../../../shared/lists.ts";
import { invitationSchema, joinStaffBody, newInvitationSchema, ownStore, staffMember } from "../../../shared/staff.ts";
import { callerOf, doerOf, type Http, pressKeyOf, sendProblem } from "../../platform/http/index.ts";
import type { Staff } from "./service.ts";

const ofStore = Type.Object({ storeId });
const host = { access: "host" } as const;
const signedIn = { access: "signed-in" } as const;
const done = Type.Null({ description: "Done." });

/** Staff of a store: invite, withdraw, join, list, remove; and the stores that are mine. */
export function staffRoutes(app: Http, staff: Staff): void {
  const ofStaff = "/api/stores/:storeId/staff";
  const invited = { params: ofStore, response: { 201: newInvitationSchema } };
  app.post(`${ofStaff}/invitations`, { config: host, schema: invited }, async (request, reply) => {
    const key = pressKeyOf(request);
    if (typeof key !== "string") return sendProblem(reply, key);
    const answer = await staff.invite(request.params.storeId, doerOf(request), key);
    return "problem" in answer ? sendProblem(reply, answer) : reply.code(201).send(answer);
  });

  const open = { params: ofStore, querystring: pageQuery, response: { 200: listOf(invitationSchema) } };
  app.get(`${ofStaff}/invitations`, { config: host, schema: open }, async (request, reply) => {
    const answer = await staff.invitations(request.params.storeId, callerOf(request).id, request.query);
    return "problem" in answer ? sendProblem(reply, answer) : answer;
  });

  const withdrawn = { params: Type.Object({ storeId, invitationId }), response: { 204: done } };
  app.delete(`${ofStaff}/invitations/:invitationId`, { config: host, schema: withdrawn }, async (request, reply) => {
    const key = pressKeyOf(request);
    if (typeof key !== "string") return sendProblem(reply, key);
    const { storeId: store, invitationId: invitation } = request.params;
    const refused = await staff.withdraw(store, invitation, doerOf(request), key);
    return refused === null ? reply.code(204).send(null) : sendProblem(reply, refused);
  });

  const joined = { params: ofStore, body: joinStaffBody, response: { 204: done } };
  app.post(ofStaff, { config: signedIn, schema: joined }, async (request, reply) => {
    const key = pressKeyOf(request);
    if (typeof key !== "string") return sendProblem(reply, key);
    const refused = await staff.join(request.params.storeId, doerOf(request), request.body.code, key);
    return refused === null ? reply.code(204).send(null) : sendProblem(reply, refused);
  });

  const members = { params: ofStore, querystring: pageQuery, response: { 200: listOf(staffMember) } };
  app.get(ofStaff, { config: signedIn, schema: members }, async (request, reply) => {
    const answer = await staff.members(request.params.storeId, callerOf(request).id, request.query);
    return "problem" in answer ? sendProblem(reply, answer) : answer;
  });

  const removed = { params: Type.Object({ storeId, personId }), response: { 204: done } };
  app.delete(`${ofStaff}/:personId`, { config: signedIn, schema: removed }, async (request, reply) => {
    const key = pressKeyOf(request);
    if (typeof key !== "string") return sendProblem(reply, key);
    const { storeId: store, personId: member } = request.params;
    const refused = await staff.remove(store, member, doerOf(request), key);
    return refused === null ? reply.code(204).send(null) : sendProblem(reply, refused);
  });

  const mine = { querystring: pageQuery, response: { 200: listOf(ownStore) } };
  app.get("/api/me/stores", { config: signedIn, schema: mine }, (request) =>
    staff.storesOf(callerOf(request).id, request.query),
  );
}
