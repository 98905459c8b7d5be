import { createHmac, timingSafeEqual } from "node:crypto";
import type { FastifyReply } from "fastify";

const keptSeconds = 30 * 24 * 3600;

/** What a session cookie says: whose it is, the version it was made under, and when (seconds since the epoch). */
export interface Session {
  readonly person: string;
  readonly version: number;
  readonly issuedAt: number;
}

const macOf = (text: string, secret: string) => createHmac("sha256", secret).update(text).digest("base64url");

/** `person.version.issuedAt.hmac`: readable by anybody, made only by us (HMAC-SHA-256). */
export function signSession({ person, version, issuedAt }: Session, secret: string): string {
  const text = `${person}.${version}.${issuedAt}`;
  return `${text}.${macOf(text, secret)}`;
}

/** Reads a cookie we made and that is younger than 30 days; null for anything else. Constant time in the signature. */
export function readSession(cookie: string, secret: string, nowMs: number): Session | null {
  if (cookie.length > 200) return null;
  const end = cookie.lastIndexOf(".");
  const given = Buffer.from(cookie.slice(end + 1));
  const made = Buffer.from(macOf(cookie.slice(0, end), secret));
  if (given.length !== made.length || !timingSafeEqual(given, made)) return null;
  const [person, version, issuedAt] = cookie.slice(0, end).split(".") as [string, string, string];
  const session = { person, version: Number(version), issuedAt: Number(issuedAt) };
  return nowMs / 1000 - session.issuedAt > keptSeconds ? null : session;
}

/** Signing and reading under one secret. */
export function createSeal(secret: string) {
  return {
    close: (session: Session) => signSession(session, secret),
    open: (cookie: string, nowMs: number) => readSession(cookie, secret, nowMs),
  };
}

const cookieName = (secure: boolean) => (secure ? "__Host-popline" : "popline");
const attributes = (secure: boolean) => ({ path: "/", httpOnly: true, sameSite: "lax", secure }) as const;

export function setSession(reply: FastifyReply, value: string, secure: boolean): void {
  reply.setCookie(cookieName(secure), value, { ...attributes(secure), maxAge: keptSeconds });
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
