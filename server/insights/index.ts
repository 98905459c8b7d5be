/** What purchases and reservations say in figures: of groups, never of a person. */

export { insightRoutes } from "./routes.ts";
export { createInsights, type Insights } from "./service.ts";
