/** What operators ask the process: is it alive, is it ready. */
export { operationRoutes } from "./routes.ts";
