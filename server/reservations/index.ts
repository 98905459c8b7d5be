/** Reservations: the seats that are mine, and the door at which they are used. */

export { doorRoutes } from "./door/routes.ts";
export { createDoor } from "./door/service.ts";
export { passCalendar, passCodeOf, passMarkOf } from "./pass.ts";
export type { ReservationBook } from "./ports.ts";
export { reservationRoutes } from "./routes.ts";
export { createReservations, type Reservations } from "./service.ts";
