import { createECDH, hkdfSync } from "node:crypto";
import { isGuessableKey } from "./guessable.ts";
import { type Environment, SettingsError } from "./setting-values.ts";

/** Who we are to push services (VAPID, RFC 8292): a key pair on P-256, base64url. */
export interface PushSettings {
  readonly publicKey: string;
  readonly privateKey: string;
  readonly subject: string;
}

const keyShape = /^[\w-]{43}$/;

function pairOf(secret: Buffer): { publicKey: string; privateKey: string } {
  const pair = createECDH("prime256v1");
  pair.setPrivateKey(secret);
  return { publicKey: pair.getPublicKey("base64url"), privateKey: secret.toString("base64url") };
}

/**
 * Null where nobody is pushed anything: outside a demo, without VAPID_PRIVATE_KEY. A demo makes its own from its
 * secret. With another key every browser has to be asked again.
 */
export function readPush(
  environment: Environment,
  { demo, publicUrl, secret }: { demo: boolean; publicUrl: string | null; secret: string },
): PushSettings | null {
  const text = environment.VAPID_PRIVATE_KEY ?? "";
  const subject = publicUrl?.startsWith("https:") ? publicUrl : "mailto:no-reply@popline.example";
  if (text === "" && !demo) return null;
  if (text === "") return { ...pairOf(Buffer.from(hkdfSync("sha256", secret, "", "vapid", 32))), subject };
  if (!keyShape.test(text)) throw new SettingsError("VAPID_PRIVATE_KEY must be 32 random bytes in base64url.");
  const key = Buffer.from(text, "base64url");
  if (isGuessableKey(key)) throw new SettingsError("VAPID_PRIVATE_KEY can be guessed. Make 32 random bytes.");
  try {
    return { ...pairOf(key), subject };
  } catch {
    throw new SettingsError("VAPID_PRIVATE_KEY is no key on the curve P-256. Make 32 random bytes again.");
  }
}
