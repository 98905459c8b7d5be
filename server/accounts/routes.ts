import { Type } from "typebox";
import { demoSignInBody, personSchema } from "../../shared/accounts.ts";
import { callerOf, clearSession, type Http, setSession } from "../platform/http/index.ts";
import type { Accounts } from "./service.ts";

/** Who am I, sign in (demo) and sign out. */
export function accountRoutes(app: Http, accounts: Accounts, { demo, secure }: { demo: boolean; secure: boolean }) {
  if (demo) {
    app.post(
      "/api/demo/sign-in",
      { config: { access: "anyone" }, schema: { body: demoSignInBody, response: { 200: personSchema } } },
      async (request, reply) => {
        const { person, cookie } = await accounts.signInDemo(request.body.name.trim(), request.body.role);
        setSession(reply, cookie, secure);
        return person;
      },
    );
  }

  app.post(
    "/api/auth/sign-out",
    { config: { access: "signed-in" }, schema: { response: { 204: Type.Null() } } },
    async (request, reply) => {
      await accounts.signOut(callerOf(request).id);
      clearSession(reply, secure);
      return reply.code(204).send(null);
    },
  );

  app.get(
    "/api/me",
    { config: { access: "signed-in" }, schema: { response: { 200: personSchema } } },
    async (request) => callerOf(request),
  );
}
