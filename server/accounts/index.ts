/** People: signing in and out, and who a session stands for. */

export type { KnownPerson, People } from "./ports.ts";
export { accountRoutes } from "./routes.ts";
export { type Accounts, createAccounts } from "./service.ts";
