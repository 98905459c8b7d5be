/** People: signing in and out, their sessions, and what they tell about themselves. */

export { meRoutes } from "./me-routes.ts";
export type { Appointed, SignIn } from "./ports.ts";
export { type ConsentDesk, createConsents } from "./privacy/consents-service.ts";
export type { GiveUp, Links } from "./privacy/ports.ts";
export { privacyRoutes } from "./privacy/routes.ts";
export { createPrivacy } from "./privacy/service.ts";
export { tablesOfWords } from "./privacy/tables-of-words.ts";
export { createUnlinking } from "./privacy/unlink-service.ts";
export { createProfiles } from "./profile-service.ts";
export { roleDoors } from "./role-doors.ts";
export { accountRoutes } from "./routes.ts";
export { createAccounts } from "./service.ts";
export { createSessionDesk, lookForEndedEveryMs } from "./sessions-service.ts";
export { type Journey, signInRoutes } from "./sign-in-routes.ts";
