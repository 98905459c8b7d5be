/** The line of a slot: tickets, seats and the waiting list. PostgreSQL is the only place where a seat exists. */

export { createLineLive, lookEveryMs } from "./live.ts";
export { measureJoins } from "./measure-joins.ts";
export type { Admitted, JoinRequest, Line, LineChanged } from "./ports.ts";
export { lineRoutes, type OnAnswered } from "./routes.ts";
export { bookableNow } from "./rules.ts";
export { createLine, type LineService, lineChannel } from "./service.ts";
