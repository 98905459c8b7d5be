/** The one way to PostgreSQL: embedded on a laptop (PGlite), a server by DATABASE_URL; the same SQL on both. */
export type { Database, Statement } from "./database.ts";
export { openDatabase } from "./open.ts";
export { isPassingTrouble, isWaitingTooLong, violatedConstraint } from "./trouble.ts";
export { compiled, queryBuilder } from "./query-builder.ts";
