/** What is shown because of what people, and others like them, did: learned offline, measured before it is used. */

export { createLearningDesk } from "./learning-desk.ts";
export { learningRoutes } from "./learning-routes.ts";
export { recommendationRoutes } from "./routes.ts";
export { createRecommendations, type Learning } from "./service.ts";
export { createShowing } from "./showing-service.ts";
export { createWatching, tellWatchedEveryMs } from "./watching/watching-service.ts";
