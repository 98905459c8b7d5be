/** Reservations: the seats that are mine. */

export { passCodeOf } from "./pass.ts";
export { reservationRoutes } from "./routes.ts";
export { createReservations, type Reservations } from "./service.ts";
