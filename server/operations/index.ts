/** What operators ask: is the process alive and ready, what stands in a line, who did what; and rehearsals. */
export { auditRoutes } from "./audit-routes.ts";
export { cacheRoutes } from "./cache-routes.ts";
export { deskRoutes } from "./desk-routes.ts";
export { outboxRoutes } from "./outbox-routes.ts";
export { ledgerRoutes, rehearsalRoutes } from "./rehearsal-routes.ts";
export { createRehearsals } from "./rehearsals.ts";
export { operationRoutes } from "./routes.ts";
