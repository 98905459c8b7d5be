import { type ServerProcess, startServer } from "./server-process.ts";

const sessionSecret = "a secret that only tests know, 32 characters";

/** Settings of a test's server: demo sign-in, no limit for the one address that everybody comes from. */
export const testSettings = (more: Record<string, string> = {}): Record<string, string> => ({
  DEMO: "on",
  NETWORK_LIMITS: "off",
  SESSION_SECRET: sessionSecret,
  ...more,
});

/** Several server processes on one database. */
export function startServers(count: number, databaseUrl: string): Promise<ServerProcess[]> {
  const start = () => startServer(testSettings({ DATABASE_URL: databaseUrl, DEMO_DATA: "off" }));
  return Promise.all(Array.from({ length: count }, start));
}

/** Starts a killed server again where it was. */
export function restartServer(server: ServerProcess, databaseUrl: string): Promise<ServerProcess> {
  return startServer(testSettings({ DATABASE_URL: databaseUrl, DEMO_DATA: "off", PORT: new URL(server.url).port }));
}
