import { Type } from "typebox";
import { unsubscribeQuery } from "../../shared/notifications.ts";
import { type Http, sendProblem } from "../platform/http/index.ts";
import type { SettingsDesk } from "./settings-service.ts";
import { readUnsubscription } from "./unsubscription.ts";

interface World {
  readonly settings: SettingsDesk;
  readonly secret: string;
}

const path = "/api/notifications/unsubscribe";
const tags = ["Notifications"];
const open = { access: "anyone" } as const;

/**
 * One click out of a mail (RFC 8058), without a session: the link itself says whose mails of which kind it ends, and
 * only we can make one. A GET changes nothing (D12): mail programs fetch links on their own.
 */
export function unsubscribeRoutes(app: Http, { settings, secret }: World): void {
  const leads = {
    ...{ tags, summary: "Leads to the page that ends mails", querystring: unsubscribeQuery },
    response: { 303: Type.Null({ description: "To the page." }) },
  };
  app.get(path, { config: open, schema: leads }, async (request, reply) => {
    void reply.redirect(`/unsubscribe?token=${encodeURIComponent(request.query.token)}`, 303);
    return reply;
  });

  // Mail programs post a form, `List-Unsubscribe=One-Click`. It says nothing that the address does not.
  void app.register(async (scope) => {
    const forms = ["application/x-www-form-urlencoded", "multipart/form-data"];
    scope.addContentTypeParser(forms, { parseAs: "buffer", bodyLimit: 4_096 }, (_request, _body, done) =>
      done(null, undefined),
    );
    const schema = {
      ...{ tags, summary: "End mails of one kind by one click (RFC 8058)", querystring: unsubscribeQuery },
      response: { 204: Type.Null({ description: "Done." }) },
    };
    const config = { ...open, problems: ["not-found"] } as const;
    scope.post(path, { config, schema }, async (request, reply) => {
      const { token } = request.query as { token: string };
      const asked = readUnsubscription(token, secret);
      if (asked === null) return sendProblem(reply, { problem: "not-found" });
      await settings.change(asked.person, { mail: { [asked.kind]: false } });
      return reply.code(204).send(null);
    });
  });
}
