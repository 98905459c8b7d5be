import { Type } from "typebox";
import { invitationId, personId, storeId } from "../../../shared/ids.ts";
import { listOf, pageQuery } from "../../../shared/lists.ts";
import { invitationSchema, joinStaffBody, newInvitationSchema, ownStore, staffMember } from "../../../shared/staff.ts";
import { callerOf, doerOf, type Http, pressKeyOf, pressProblems, sendProblem } from "../../platform/http/index.ts";
import type { Staff } from "./service.ts";

const ofStore = Type.Object({ storeId });
const tags = ["Staff"];
const host = { access: "host" } as const;
const signedIn = { access: "signed-in" } as const;
const done = Type.Null({ description: "Done." });

const ofStaff = "/api/stores/:storeId/staff";

/** Staff of a store: invite, withdraw, join, list, remove; and the stores that are mine. */
export function staffRoutes(app: Http, staff: Staff): void {
  invitationRoutes(app, staff);
  memberRoutes(app, staff);
}

function invitationRoutes(app: Http, staff: Staff): void {
  const inviting = { ...host, problems: [...pressProblems, "staff-full"] } as const;
  const invited = {
    tags,
    summary: "Invite somebody to a store's staff",
    params: ofStore,
    response: { 201: newInvitationSchema },
  };
  app.post(`${ofStaff}/invitations`, { config: inviting, schema: invited }, async (request, reply) => {
    const key = pressKeyOf(request);
    if (typeof key !== "string") return sendProblem(reply, key);
    const answer = await staff.invite(request.params.storeId, doerOf(request), key);
    return "problem" in answer ? sendProblem(reply, answer) : reply.code(201).send(answer);
  });

  const open = {
    ...{ tags, summary: "Open invitations to a store's staff" },
    ...{ params: ofStore, querystring: pageQuery, response: { 200: listOf(invitationSchema) } },
  };
  app.get(`${ofStaff}/invitations`, { config: host, schema: open }, async (request, reply) => {
    const answer = await staff.invitations(request.params.storeId, callerOf(request).id, request.query);
    return "problem" in answer ? sendProblem(reply, answer) : answer;
  });

  const withdrawing = { ...host, problems: pressProblems };
  const withdrawn = {
    ...{ tags, summary: "Withdraw an invitation" },
    ...{ params: Type.Object({ storeId, invitationId }), response: { 204: done } },
  };
  app.delete(
    `${ofStaff}/invitations/:invitationId`,
    { config: withdrawing, schema: withdrawn },
    async (request, reply) => {
      const key = pressKeyOf(request);
      if (typeof key !== "string") return sendProblem(reply, key);
      const { storeId: store, invitationId: invitation } = request.params;
      const refused = await staff.withdraw(store, invitation, doerOf(request), key);
      return refused === null ? reply.code(204).send(null) : sendProblem(reply, refused);
    },
  );
}

function memberRoutes(app: Http, staff: Staff): void {
  const joined = {
    ...{ tags, summary: "Join a store's staff by an invitation" },
    ...{ params: ofStore, body: joinStaffBody, response: { 204: done } },
  };
  const joining = { ...signedIn, problems: [...pressProblems, "already-staff", "staff-full"] } as const;
  app.post(ofStaff, { config: joining, schema: joined }, async (request, reply) => {
    const key = pressKeyOf(request);
    if (typeof key !== "string") return sendProblem(reply, key);
    const refused = await staff.join(request.params.storeId, doerOf(request), request.body.code, key);
    return refused === null ? reply.code(204).send(null) : sendProblem(reply, refused);
  });

  const members = {
    ...{ tags, summary: "Staff of a store" },
    ...{ params: ofStore, querystring: pageQuery, response: { 200: listOf(staffMember) } },
  };
  app.get(ofStaff, { config: signedIn, schema: members }, async (request, reply) => {
    const answer = await staff.members(request.params.storeId, callerOf(request).id, request.query);
    return "problem" in answer ? sendProblem(reply, answer) : answer;
  });

  const removing = { ...signedIn, problems: pressProblems };
  const removed = {
    ...{ tags, summary: "Remove somebody from a store's staff" },
    ...{ params: Type.Object({ storeId, personId }), response: { 204: done } },
  };
  app.delete(`${ofStaff}/:personId`, { config: removing, schema: removed }, async (request, reply) => {
    const key = pressKeyOf(request);
    if (typeof key !== "string") return sendProblem(reply, key);
    const { storeId: store, personId: member } = request.params;
    const refused = await staff.remove(store, member, doerOf(request), key);
    return refused === null ? reply.code(204).send(null) : sendProblem(reply, refused);
  });

  const mine = {
    tags,
    summary: "Stores that I own or work at",
    querystring: pageQuery,
    response: { 200: listOf(ownStore) },
  };
  app.get("/api/me/stores", { config: signedIn, schema: mine }, (request) =>
    staff.storesOf(callerOf(request).id, request.query),
  );
}
