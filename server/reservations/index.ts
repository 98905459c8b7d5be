/** Reservations: the seats that are mine. */

export { passCalendar, passCodeOf } from "./pass.ts";
export type { ReservationBook } from "./ports.ts";
export { reservationRoutes } from "./routes.ts";
export { createReservations, type Reservations } from "./service.ts";
