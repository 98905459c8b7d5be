import { Type } from "typebox";
import { meChangeBody, meSchema, sessionSchema, somebodySchema } from "../../shared/accounts.ts";
import { sessionId } from "../../shared/ids.ts";
import { callerOf, clearSession, type Http, sendProblem } from "../platform/http/index.ts";
import type { Profiles } from "./profile-service.ts";
import type { SessionDesk } from "./sessions-service.ts";

interface World {
  readonly profiles: Profiles;
  readonly desk: SessionDesk;
  readonly secure: boolean;
}

const tags = ["Accounts"];
const access = "signed-in";
const ofSession = Type.Object({ sessionId });
const sessionList = Type.Object({ items: Type.Array(sessionSchema) });

/** What is mine: my profile and my sessions. Whose they are comes from the session, never from the request. */
export function meRoutes(app: Http, world: World): void {
  profileRoutes(app, world);
  sessionRoutes(app, world);
}

function profileRoutes(app: Http, { profiles }: World): void {
  const whoSchema = {
    tags,
    summary: "Who is signed in, if anybody",
    response: { 200: somebodySchema, 204: Type.Null() },
  };
  // Each visit begins with this, and nobody is as good an answer as somebody: it is no refusal.
  app.get("/api/auth/session", { config: { access: "anyone" }, schema: whoSchema }, async ({ caller }, reply) => {
    const answer = caller === null ? null : await profiles.read(caller.id);
    return answer === null || "problem" in answer ? reply.code(204).send(null) : answer;
  });

  const seen = { tags, summary: "My profile", response: { 200: meSchema } };
  app.get("/api/me", { config: { access, problems: ["not-found"] }, schema: seen }, async (request, reply) => {
    const answer = await profiles.read(callerOf(request).id);
    return "problem" in answer ? sendProblem(reply, answer) : answer;
  });

  app.patch(
    "/api/me",
    {
      config: { access, problems: ["not-found"] },
      schema: { tags, summary: "Change my profile", body: meChangeBody, response: { 200: meSchema } },
    },
    async (request, reply) => {
      const answer = await profiles.change(callerOf(request).id, request.body);
      return "problem" in answer ? sendProblem(reply, answer) : answer;
    },
  );
}

function sessionRoutes(app: Http, { desk, secure }: World): void {
  const listed = { tags, summary: "My sessions", response: { 200: sessionList } };
  app.get("/api/me/sessions", { config: { access }, schema: listed }, async (request) => {
    const { id: me, session } = callerOf(request);
    const items = (await desk.list(me)).map(({ startedAt, lastSeenAt, ...rest }) => ({
      ...rest,
      startedAt: startedAt.toISOString(),
      lastSeenAt: lastSeenAt.toISOString(),
      isCurrent: rest.id === session,
    }));
    return { items };
  });

  app.delete(
    "/api/me/sessions/:sessionId",
    {
      config: { access },
      schema: { tags, summary: "End one of my sessions", params: ofSession, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const hasEnded = await desk.end(callerOf(request).id, request.params.sessionId);
      return hasEnded ? reply.code(204).send(null) : sendProblem(reply, { problem: "not-found" });
    },
  );

  app.delete(
    "/api/me/sessions",
    {
      config: { access },
      schema: { tags, summary: "End all my sessions", response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      await desk.endAll(callerOf(request).id);
      clearSession(reply, secure);
      return reply.code(204).send(null);
    },
  );
}
