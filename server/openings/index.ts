/** Openings of stores: watched while they are on, and told of afterwards in a report that stays. */

export { createOpeningLive, watchEveryMs } from "./live.ts";
export { openingRoutes } from "./routes.ts";
export { createOpenings } from "./service.ts";
export { createTallies } from "./tally.ts";
export { createWarmUp } from "./warm-up-service.ts";
