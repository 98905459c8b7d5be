import { Type } from "typebox";
import { demoSignInBody, personSchema } from "../../shared/accounts.ts";
import { callerOf, clearSession, type Http, setSession } from "../platform/http/index.ts";
import type { Accounts } from "./service.ts";
import type { SessionDesk } from "./sessions-service.ts";
import { arrivalOf } from "./sign-in-routes.ts";

interface World {
  readonly accounts: Accounts;
  readonly desk: SessionDesk;
  readonly demo: boolean;
  readonly secure: boolean;
}

const tags = ["Signing in"];

/** Signing in by name (demo), and signing out. */
export function accountRoutes(app: Http, { accounts, desk, demo, secure }: World) {
  if (demo) {
    app.post(
      "/api/demo/sign-in",
      {
        config: { access: "anyone" },
        schema: {
          ...{ tags, summary: "Sign in by name (demo mode)" },
          ...{ body: demoSignInBody, response: { 200: personSchema } },
        },
      },
      async (request, reply) => {
        const { name, role, version } = request.body;
        const { person, cookie } = await accounts.signInDemo({ name: name.trim(), role, version }, arrivalOf(request));
        setSession(reply, cookie, secure);
        return person;
      },
    );
  }

  app.post(
    "/api/auth/sign-out",
    { config: { access: "signed-in" }, schema: { tags, summary: "Sign out", response: { 204: Type.Null() } } },
    async (request, reply) => {
      const { id, session } = callerOf(request);
      await desk.end(id, session);
      clearSession(reply, secure);
      return reply.code(204).send(null);
    },
  );
}
