/** Popup stores: hosts register them, everybody reads them; and who works there. */

export { posterRoutes } from "./poster-routes.ts";
export { storeRoutes } from "./routes.ts";
export { createStores, type Stores } from "./service.ts";
export { staffRoutes } from "./staff/routes.ts";
export { createStaff } from "./staff/service.ts";
