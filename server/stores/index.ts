/** Popup stores: hosts register them, everybody reads them. */

export { posterRoutes } from "./poster-routes.ts";
export { storeRoutes } from "./routes.ts";
export { createStores, type Stores } from "./service.ts";
