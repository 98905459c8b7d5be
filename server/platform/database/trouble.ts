import type { DatabaseError } from "pg";

/**
 * SQLSTATE codes after which the same statement may succeed: connection lost (08), shutdown and start-up (57P01–03),
 * too many connections (53300), lock not available (55P03), serialization and deadlock (40001, 40P01), disk or memory
 * full (53100, 53200), cancelled by statement_timeout (57014), and a server that is read-only for now (25006).
 */
const passingCodes = new Set("57P01 57P02 57P03 53300 55P03 40001 40P01 53100 53200 57014 25006".split(" "));
const passingSystemCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOENT",
  "EAI_AGAIN",
  "ENOTFOUND",
  "EHOSTUNREACH",
  "ENETUNREACH",
]);
const passingMessages =
  /connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered/i;

/**
 * The SQLSTATE the database refused with; null for any other error. By its fields: PGlite's errors are of a class of
 * its own, which is not pg's DatabaseError.
 */
export function sqlStateOf(error: unknown): string | null {
  if (!(error instanceof Error) || !("severity" in error)) return null;
  const { code } = error as NodeJS.ErrnoException;
  return code ?? null;
}

/** True when a retry with the same arguments may succeed; everything else is a bug or a refusal of the database. */
export function isPassingTrouble(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const state = sqlStateOf(error);
  if (state !== null) return passingCodes.has(state) || state.startsWith("08");
  const code = (error as NodeJS.ErrnoException).code;
  if (code !== undefined && passingSystemCodes.has(code)) return true;
  if (error instanceof AggregateError) return error.errors.some(isPassingTrouble);
  return passingMessages.test(error.message);
}

/** True when a statement gave up waiting for a lock (lock_timeout). */
export const isLockTimeout = (error: unknown): boolean => sqlStateOf(error) === "55P03";

/** True when what a press gave up waiting for is a twin with the same key that is still running. */
export function isTwinInFlight(error: unknown): boolean {
  return isLockTimeout(error) && /\bpress\b/.test((error as DatabaseError).where ?? "");
}

/** True when a database cannot be used as its URL says: it is away, it is not there, or it does not let us in. */
export function isUnreachable(error: unknown): boolean {
  if (isPassingTrouble(error)) return true;
  const state = sqlStateOf(error);
  if (state !== null) return /^(28|3D)/.test(state) || state === "42501";
  const { code = "", message } = error as NodeJS.ErrnoException;
  return /CERT|TLS|SSL/.test(`${code} ${message}`);
}
