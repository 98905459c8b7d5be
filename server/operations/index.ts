/** What operators ask: is the process alive and ready, what stands in a line; and rehearsals of an opening. */
export { ledgerRoutes, rehearsalRoutes } from "./rehearsal-routes.ts";
export { createRehearsals } from "./rehearsals.ts";
export { operationRoutes } from "./routes.ts";
