/** Popup stores: hosts write and publish them, with a poster; everybody reads them; and who works there. */

export { editingRoutes } from "./editing/routes.ts";
export { createEditing } from "./editing/service.ts";
export { pictureRoutes } from "./pictures/routes.ts";
export { createPictures } from "./pictures/service.ts";
export { posterRoutes } from "./poster-routes.ts";
export { storeRoutes } from "./routes.ts";
export { createStores, type Stores } from "./service.ts";
export { sharingRoutes } from "./sharing/routes.ts";
export { createSharing } from "./sharing/service.ts";
export { staffRoutes } from "./staff/routes.ts";
export { createStaff } from "./staff/service.ts";
