import { createHmac, timingSafeEqual } from "node:crypto";
import type { PersonId } from "../../shared/ids.ts";
import { type OptionalKind, optionalKinds } from "../../shared/notification-codes.ts";

/** Whose mails of which kind a link ends. */
export interface Unsubscription {
  readonly person: PersonId;
  readonly kind: string;
}

const signatureOf = (text: string, secret: string) =>
  createHmac("sha256", secret).update(`unsubscribe:v1:${text}`).digest("base64url");

/** "5.reminder.…": nobody else can make one, and it never ends, as mails are kept for years. */
export function signUnsubscription({ person, kind }: Unsubscription, secret: string): string {
  const text = `${person}.${kind}`;
  return `${text}.${signatureOf(text, secret)}`;
}

/** Null for what we did not sign, and for a kind that cannot be ended. */
export function readUnsubscription(token: string, secret: string): { person: PersonId; kind: OptionalKind } | null {
  const [, text, person, name, signature] = /^(([1-9][0-9]{0,17})\.([a-z-]{1,20}))\.([\w-]{43})$/.exec(token) ?? [];
  const kind = optionalKinds.find((one) => one === name);
  if (text === undefined || signature === undefined || kind === undefined) return null;
  const isOurs = timingSafeEqual(Buffer.from(signature), Buffer.from(signatureOf(text, secret)));
  return isOurs ? { person: person as PersonId, kind } : null;
}
