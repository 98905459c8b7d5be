import { createHmac } from "node:crypto";
import type { PersonId } from "../../shared/ids.ts";

/** Whose mails of which kind a link ends. */
interface Unsubscription {
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
