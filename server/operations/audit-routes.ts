import { auditQuery, auditRow } from "../../shared/audit.ts";
import { limitOf, listOf } from "../../shared/lists.ts";
import type { Http } from "../platform/http/index.ts";
import type { AuditLog } from "./ports.ts";

/** What hosts, staff and operators did, newest first, for operators; all of it, one person's, or about one thing. */
export function auditRoutes(app: Http, log: AuditLog): void {
  const schema = {
    tags: ["Operations"],
    summary: "The audit log",
    querystring: auditQuery,
    response: { 200: listOf(auditRow) },
  };
  app.get("/api/operations/audit", { config: { access: "operator" }, schema }, ({ query }) =>
    log.list(query, query.cursor ?? null, limitOf(query)),
  );
}
