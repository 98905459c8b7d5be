import { Type } from "typebox";
import { mailId } from "../../shared/ids.ts";
import { limitOf, listOf, pageQuery } from "../../shared/lists.ts";
import { mailboxItem, mailboxMail } from "../../shared/notifications.ts";
import { type Http, sendProblem } from "../platform/http/index.ts";
import type { Mailbox } from "./ports.ts";

/**
 * A mail may style itself and open links in a window of their own, and do nothing else; only we may frame it, and the
 * page around it may give it our font and see how long it is (`allow-same-origin`): no script of a mail runs there.
 */
const mailPolicy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "font-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox",
].join("; ");

const tags = ["Mailbox"];
const open = { access: "anyone" } as const;
const ofMail = Type.Object({ mailId });

/** The mails of a demo, where anybody may read them as anybody may sign in as anybody. Absent outside. */
export function mailboxRoutes(app: Http, mailbox: Mailbox): void {
  const path = "/api/demo/mailbox";
  const list = { tags, summary: "Mails of the demo", querystring: pageQuery, response: { 200: listOf(mailboxItem) } };
  app.get(path, { config: open, schema: list }, (request) =>
    mailbox.list(request.query.cursor ?? null, limitOf(request.query)),
  );

  const one = { tags, summary: "One mail of the demo", params: ofMail, response: { 200: mailboxMail } };
  app.get(`${path}/:mailId`, { config: open, schema: one }, async (request, reply) => {
    const mail = await mailbox.read(request.params.mailId);
    return mail ?? sendProblem(reply, { problem: "not-found" });
  });

  const page = {
    ...{ tags, summary: "A mail of the demo, as it looks", params: ofMail },
    response: { 200: Type.String({ contentMediaType: "text/html" }) },
  };
  app.get(`${path}/:mailId/page`, { config: open, schema: page }, async (request, reply) => {
    const html = await mailbox.page(request.params.mailId);
    if (html === null) return sendProblem(reply, { problem: "not-found" });
    reply.header("content-security-policy", mailPolicy);
    return reply.type("text/html; charset=utf-8").serializer(String).send(html);
  });
}
