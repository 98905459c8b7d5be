import { Type } from "typebox";
import { consentBody, consentsSchema, erasureBody } from "../../../shared/privacy.ts";
import { callerOf, clearSession, type Http, sendProblem } from "../../platform/http/index.ts";
import type { ConsentDesk } from "./consents-service.ts";
import type { PrivacyDesk } from "./service.ts";

interface World {
  readonly privacy: PrivacyDesk;
  readonly consents: ConsentDesk;
  readonly secure: boolean;
}

const tags = ["Accounts"];
const everything = Type.Record(Type.String(), Type.Unknown());
const access = "signed-in";

/** A copy of what is stored of me, what I agreed to, and my erasure. */
export function privacyRoutes(app: Http, { privacy, consents, secure }: World): void {
  app.get(
    "/api/me/export",
    {
      config: { access },
      schema: { tags, summary: "A copy of everything stored of me", response: { 200: everything } },
    },
    async (request, reply) => {
      const answer = await privacy.copy(callerOf(request).id);
      if ("problem" in answer) return sendProblem(reply, answer);
      reply.header("content-disposition", 'attachment; filename="popline.json"');
      return answer.copy;
    },
  );

  const agreed = { tags, summary: "What I agreed to", response: { 200: consentsSchema } };
  app.get("/api/me/consents", { config: { access }, schema: agreed }, async (request) =>
    consents.read(callerOf(request).id),
  );

  app.post(
    "/api/me/consents",
    {
      config: { access },
      schema: { tags, summary: "Agree, or withdraw", body: consentBody, response: { 200: consentsSchema } },
    },
    async (request, reply) => {
      const answer = await consents.write(callerOf(request).id, request.body);
      return "problem" in answer ? sendProblem(reply, answer) : answer;
    },
  );

  app.delete(
    "/api/me",
    {
      config: { access, problems: ["owns-stores"] },
      schema: {
        tags,
        summary: "Leave, with everything of me erased",
        body: erasureBody,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const refused = await privacy.erase(callerOf(request).id);
      if (refused !== null) return sendProblem(reply, refused);
      clearSession(reply, secure);
      return reply.code(204).send(null);
    },
  );
}
