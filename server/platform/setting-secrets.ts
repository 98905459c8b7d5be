import { hkdfSync, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FieldKey } from "./field-cipher.ts";
import { isGuessableKey, isGuessableText } from "./guessable.ts";
import { type Environment, readUrl, SettingsError } from "./setting-values.ts";

/** Characters. */
const shortestSecret = 32;
const kakaoIssuer = "https://kauth.kakao.com";

/** Where Kakao login is, and as whom we ask there. */
export interface KakaoSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** With it the links of those who leave are cut; null: they stay until their owners cut them. */
  readonly adminKey: string | null;
}

/** A demo keeps its secrets beside its data, so that a restart signs nobody out. */
function keptSecret(dataFolder: string, name: string): string {
  if (dataFolder.startsWith("memory://")) return randomBytes(32).toString("hex");
  const path = join(dataFolder, name);
  try {
    const kept = existsSync(path) ? readFileSync(path, "utf8") : "";
    if (kept.length >= shortestSecret) return kept;
    mkdirSync(dataFolder, { recursive: true });
    const secret = randomBytes(32).toString("hex");
    if (existsSync(path)) rmSync(path, { force: true });
    return writtenOnce(path, secret);
  } catch (error) {
    throw new SettingsError(`DATA_DIR: the folder cannot be used: ${(error as Error).message}`);
  }
}

/** What is in the file when another process was faster. */
function writtenOnce(path: string, secret: string): string {
  try {
    writeFileSync(path, secret, { mode: 0o600, flag: "wx" });
    return secret;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return readFileSync(path, "utf8");
  }
}

/** Refuses, by name, a secret that was never random. */
function refuseGuessable(name: string, secret: string): void {
  if (isGuessableText(secret)) throw new SettingsError(`${name} can be guessed. Make one: openssl rand -hex 32`);
}

export function readSecret(environment: Environment, demo: boolean, dataFolder: string): string {
  const secret = environment.SESSION_SECRET;
  if (secret === undefined && demo) return keptSecret(dataFolder, "session-secret");
  if (secret === undefined) {
    throw new SettingsError(
      `SESSION_SECRET is needed outside demo mode: at least ${shortestSecret} random characters.`,
    );
  }
  if (secret.length < shortestSecret) {
    const found = secret === "" ? "is empty, which is too short" : "is too short";
    const orNone = demo ? ", or leave it out: a demo makes its own" : "";
    throw new SettingsError(`SESSION_SECRET ${found}: at least ${shortestSecret} random characters${orNone}.`);
  }
  if (!demo) refuseGuessable("SESSION_SECRET", secret);
  return secret;
}

/** Null in a demo that names none: it brings its own stand-in. */
export function readKakao(environment: Environment, demo: boolean): KakaoSettings | null {
  const { KAKAO_CLIENT_ID: clientId = "", KAKAO_CLIENT_SECRET: clientSecret = "" } = environment;
  const issuer = readUrl(environment, "KAKAO_ISSUER", demo ? ["http:", "https:"] : ["https:"]);
  if (demo && issuer === null && clientId === "" && clientSecret === "") return null;
  if (clientId === "") throw new SettingsError("KAKAO_CLIENT_ID is needed: the REST API key of the app at Kakao.");
  if (clientSecret === "") throw new SettingsError("KAKAO_CLIENT_SECRET is needed: Kakao's app settings show it.");
  if (!demo && isGuessableText(clientSecret)) {
    throw new SettingsError("KAKAO_CLIENT_SECRET can be guessed. Kakao makes one: its app settings show it.");
  }
  const adminKey = environment.KAKAO_ADMIN_KEY || null;
  if (!demo && adminKey !== null && isGuessableText(adminKey)) {
    throw new SettingsError("KAKAO_ADMIN_KEY can be guessed. Kakao makes one: its app settings show it.");
  }
  return { issuer: issuer ?? kakaoIssuer, clientId, clientSecret, adminKey };
}

const fieldKeyShape = /^([A-Za-z0-9-]{1,16}):([A-Za-z0-9+/]{43}=)$/;

/** `id:key,…`, each key 32 bytes in base64; the first seals, all open. A demo makes its own from its secret. */
export function readFieldKeys(environment: Environment, demo: boolean, secret: string): FieldKey[] {
  const text = environment.FIELD_KEYS;
  if (text === undefined && demo) {
    return [{ id: "demo", key: Buffer.from(hkdfSync("sha256", secret, "", "field-keys", 32)) }];
  }
  const keys = (text ?? "").split(",").map((one) => fieldKeyShape.exec(one.trim()));
  const found = keys.flatMap((key) =>
    key === null ? [] : [{ id: key[1] ?? "", key: Buffer.from(key[2] ?? "", "base64") }],
  );
  const isRight = found.length === keys.length && new Set(found.map(({ id }) => id)).size === keys.length;
  if (found.some(({ key }) => isGuessableKey(key)))
    throw new SettingsError("FIELD_KEYS can be guessed. Make a key: openssl rand -base64 32");
  if (!isRight) throw new SettingsError("FIELD_KEYS must be id:key,… with 32 random bytes in base64 behind each id.");
  return found;
}
