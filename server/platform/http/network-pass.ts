import { createHmac, timingSafeEqual } from "node:crypto";

/** A network may be a whole carrier behind one address (TRUST, "flood"). A pass lifts this and nothing else. */
export const networkLimit = { perSecond: 500, burst: 5_000, mostKeys: 50_000 };

/**
 * Sent by a rehearsal's generator, whose visitors all come from one address. Limits per person stay. The answer to one
 * that lifts nothing has it too, so that whoever made it by another secret learns that before anybody is sent away.
 */
export const networkPassHeader = "x-network-pass";
export const passRefused = "refused";
const validMs = 10 * 60_000;

const macOf = (text: string, secret: string) =>
  createHmac("sha256", secret).update(`network-pass:${text}`).digest("base64url");

/** `<milliseconds since the epoch>.<hmac>`: ten minutes without a limit per network. */
export function signNetworkPass(secret: string, nowMs: number): string {
  return `${nowMs}.${macOf(String(nowMs), secret)}`;
}

/** Whether this is a pass that we signed within the last ten minutes. Constant time in the signature. */
export function isNetworkPass(text: string | string[] | undefined, secret: string, nowMs: number): boolean {
  if (typeof text !== "string" || text.length > 100) return false;
  const [issued = "", mac = ""] = text.split(".");
  const given = Buffer.from(mac);
  const made = Buffer.from(macOf(issued, secret));
  const age = nowMs - Number(issued);
  return given.length === made.length && timingSafeEqual(given, made) && age >= 0 && age < validMs;
}
