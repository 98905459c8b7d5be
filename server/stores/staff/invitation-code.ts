import { createHash, createHmac } from "node:crypto";

const codeBytes = 16;

/**
 * The code of an invitation, 128 bits that follow from the press: a repeated press says the same code again, and nobody
 * without the secret can tell it.
 */
export function invitationCodeOf(press: { store: string; person: string; key: string }, secret: string): string {
  const text = `invitation:${press.store}:${press.person}:${press.key}`;
  return createHmac("sha256", secret).update(text).digest().subarray(0, codeBytes).toString("base64url");
}

/** What is kept of a code: enough to know it again, not to say it. */
export const hashOf = (code: string) => createHash("sha256").update(code).digest("hex");
