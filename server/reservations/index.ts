/** Reservations: the seats that are mine. */

export { reservationRoutes } from "./routes.ts";
export { createReservations, type Reservations } from "./service.ts";
