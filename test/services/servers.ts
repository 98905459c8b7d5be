import { createHash, randomBytes } from "node:crypto";
import { type ServerProcess, startServer } from "../../load/processes/server-process.ts";

export const sessionSecret = "a secret that only tests know, 32 characters";

/** Settings of a test's server: demo sign-in, no limit for the one address that everybody comes from, no mails. */
export const testSettings = (more: Record<string, string> = {}): Record<string, string> => ({
  DEMO: "on",
  NETWORK_LIMITS: "off",
  SESSION_SECRET: sessionSecret,
  MAIL_TRANSPORT: "off",
  ...more,
});

/** As good as random, and the same each time: of random texts a few in a million are judged guessable. */
const digestOf = (text: string) => createHash("sha256").update(text).digest("hex");

/** Settings of a server that is no demo. Nobody is at the issuer's address. */
export const realSettings: Readonly<Record<string, string>> = {
  DEMO: "off",
  NETWORK_LIMITS: "on",
  SESSION_SECRET: digestOf("sessions"),
  PUBLIC_URL: "https://popline.example",
  FIELD_KEYS: `tests:${randomBytes(32).toString("base64")}`,
  KAKAO_ISSUER: "https://kakao.invalid",
  KAKAO_CLIENT_ID: "a test's client",
  KAKAO_CLIENT_SECRET: digestOf("a client"),
  MAIL_TRANSPORT: "off",
  MAIL_FROM: "Popline <hello@popline.example>",
  VAPID_PRIVATE_KEY: randomBytes(32).toString("base64url"),
};

/** Several server processes on one database. */
export function startServers(
  count: number,
  databaseUrl: string,
  more: Record<string, string> = {},
): Promise<ServerProcess[]> {
  const start = () => startServer(testSettings({ DATABASE_URL: databaseUrl, DEMO_DATA: "off", ...more }));
  return Promise.all(Array.from({ length: count }, start));
}

/** Starts a killed server again where it was. */
export function restartServer(server: ServerProcess, databaseUrl: string): Promise<ServerProcess> {
  return startServer(testSettings({ DATABASE_URL: databaseUrl, DEMO_DATA: "off", PORT: new URL(server.url).port }));
}
