/** Popup stores: hosts register them, everybody reads them. */

export { storeRoutes } from "./routes.ts";
export { createStores, type Stores } from "./service.ts";
