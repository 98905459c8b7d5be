/** Slots: the bookable hours of a store, their seats, and what the host changes in them. */

export { slotRoutes } from "./routes.ts";
export { createSlots, type Slots } from "./service.ts";
