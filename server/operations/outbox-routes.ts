import { limitOf, pageQuery } from "../../shared/lists.ts";
import { outboxPage } from "../../shared/operations.ts";
import type { Http } from "../platform/http/index.ts";
import type { OutboxState } from "./ports.ts";

/** What waits to be sent and what could not be, for operators. */
export function outboxRoutes(app: Http, outbox: OutboxState, isSender: boolean): void {
  const schema = {
    tags: ["Operations"],
    summary: "What waits to be sent",
    querystring: pageQuery,
    response: { 200: outboxPage },
  };
  app.get("/api/operations/outbox", { config: { access: "operator" }, schema }, async ({ query }) => {
    return { ...(await outbox.read(query.cursor ?? null, limitOf(query))), isSender };
  });
}
