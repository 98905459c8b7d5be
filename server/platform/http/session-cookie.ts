import { createHmac, timingSafeEqual } from "node:crypto";
import type { FastifyReply } from "fastify";
import type { SessionId } from "../../../shared/ids.ts";

const sessionSeconds = 30 * 24 * 3600;

/** What a session cookie says: which session it opens, and when it began (seconds since the epoch). */
export interface Session {
  readonly session: SessionId;
  readonly issuedAt: number;
}

/** The secret signs other things too: what was signed as one of them is no session. */
const purpose = "session:v1:";

const macOf = (text: string, secret: string) =>
  createHmac("sha256", secret)
    .update(purpose + text)
    .digest("base64url");

/** `session.issuedAt.hmac`: readable by its browser, made only by us (HMAC-SHA-256). */
export function signSession({ session, issuedAt }: Session, secret: string): string {
  const text = `${session}.${issuedAt}`;
  return `${text}.${macOf(text, secret)}`;
}

/** Reads a cookie we made and that is younger than 30 days; null for anything else. Constant time in the signature. */
export function readSession(cookie: string, secret: string, nowMs: number): Session | null {
  if (cookie.length > 200) return null;
  const end = cookie.lastIndexOf(".");
  const given = Buffer.from(cookie.slice(end + 1));
  const made = Buffer.from(macOf(cookie.slice(0, end), secret));
  if (given.length !== made.length || !timingSafeEqual(given, made)) return null;
  const [session, issuedAt] = cookie.slice(0, end).split(".") as [SessionId, string];
  const age = nowMs / 1000 - Number(issuedAt);
  return age > sessionSeconds ? null : { session, issuedAt: Number(issuedAt) };
}

/** Signing and reading under one secret. */
export function createSeal(secret: string) {
  return {
    close: (session: Session) => signSession(session, secret),
    open: (cookie: string, nowMs: number) => readSession(cookie, secret, nowMs),
  };
}

/** On https a browser takes it from nobody but us: no other host, no plain http (`__Host-`). */
export const cookieName = (secure: boolean) => (secure ? "__Host-popline" : "popline");
const attributes = (secure: boolean) => ({ path: "/", httpOnly: true, sameSite: "lax", secure }) as const;

export function setSession(reply: FastifyReply, value: string, secure: boolean): void {
  reply.setCookie(cookieName(secure), value, { ...attributes(secure), maxAge: sessionSeconds });
}

export function clearSession(reply: FastifyReply, secure: boolean): void {
  reply.clearCookie(cookieName(secure), attributes(secure));
}

/** The session cookie of a raw Cookie header, or null. Read by hand: this runs on every request. */
export function findSession(header: string | undefined, secure: boolean): string | null {
  if (header === undefined) return null;
  const name = `${cookieName(secure)}=`;
  for (const part of header.split(";")) {
    const pair = part.trimStart();
    if (pair.startsWith(name)) return pair.slice(name.length).trimEnd();
  }
  return null;
}
