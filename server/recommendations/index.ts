/** What is shown because of what people, and others like them, did: learned offline, measured before it is used. */

export { recommendationRoutes } from "./routes.ts";
export { createRecommendations } from "./service.ts";
export { createShowing } from "./showing-service.ts";
export { createWatching, tellWatchedEveryMs } from "./watching/watching-service.ts";
