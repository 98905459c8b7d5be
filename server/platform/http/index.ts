/** HTTP without product words: the guard every request passes, problems, cookies, pages, documentation. */

export { nothingPolicy } from "./answer-headers.ts";
export { type Caller, callerOf, doerOf, type WhoIs } from "./caller.ts";
export { connectionBacklog } from "./doorways.ts";
export { comesFromElsewhere } from "./guard.ts";
export { keepLanguage, pageLanguage } from "./language.ts";
export { hasLeft, onceOver } from "./left.ts";
export { pressProblems } from "./named-problems.ts";
export { signNetworkPass } from "./network-pass.ts";
export type { OwnWrites } from "./own-writes.ts";
export { pressKeyOf } from "./press-key.ts";
export { languageOf, sendProblem } from "./problems.ts";
export { createSealedCookie, type SealedCookie } from "./sealed-cookie.ts";
export { createHttp, type Http } from "./server.ts";
export { clearSession, createSeal, setSession, signSession } from "./session-cookie.ts";
export { isKnown, sendTagged, sendWritten, tagOf } from "./tagged.ts";
export { wantsCsv } from "./wants-csv.ts";
