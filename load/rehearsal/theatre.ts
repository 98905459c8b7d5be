import { randomBytes } from "node:crypto";
import { Client } from "pg";
import {
  networkLimit,
  networkPassHeader,
  passRefused,
  signNetworkPass,
} from "../../server/platform/http/network-pass.ts";
import { startServer } from "../processes/server-process.ts";
import { ArgumentError, type Rehearsal } from "./arguments.ts";

/** This machine's clock may be ahead of the server's by so much: a pass does not hold before it was made. */
const clockLeewayMs = 60_000;
/** Signs in, presses, and now and then once more: so many requests are the most that one visitor comes to at once. */
const requestsEach = 2.5;
const mostWithoutPass = networkLimit.burst / requestsEach;

export interface Theatre {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Where its data are, as a report says it. */
  readonly database: string;
  close(): Promise<void>;
}

interface Wish extends Pick<Rehearsal, "url" | "visitors"> {
  /** Of a server of one's own: with the demo's stores and people, or empty, which is the usual. */
  readonly demoData?: "on" | "off";
}

/**
 * Where a rehearsal is played: at a server that runs already, or at one of our own, on DATABASE_URL or in memory. A
 * running server lets everybody in by one address when NETWORK_PASS was signed by it, or SESSION_SECRET is its own.
 */
export async function openTheatre({ url, visitors, demoData = "off" }: Wish): Promise<Theatre> {
  if (url !== null) {
    const headers = passFor(process.env.SESSION_SECRET, Date.now() - clockLeewayMs);
    const isPassTaken = await expectDemo(url, headers);
    if (visitors > mostWithoutPass && !isPassTaken) throw withoutPass(visitors, networkPassHeader in headers);
    return { url, headers, database: "a running server's", close: async () => undefined };
  }
  const secret = randomBytes(32).toString("hex");
  const { DATABASE_URL } = process.env;
  const where = DATABASE_URL === undefined ? { DATA_DIR: "memory://" } : { DATABASE_URL };
  const database = DATABASE_URL === undefined ? "PGlite in memory" : await nameOf(DATABASE_URL);
  const server = await startServer({ DEMO: "on", DEMO_DATA: demoData, SESSION_SECRET: secret, ...where });
  return { url: server.url, headers: passFor(secret, Date.now()), database, close: () => server.stop() };
}

async function nameOf(connectionString: string): Promise<string> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    const { rows } = await client.query<{ version: string }>("select current_setting('server_version') as version");
    return `PostgreSQL ${rows[0]?.version}`;
  } finally {
    await client.end();
  }
}

/** Visitors of a rehearsal sign in by name alone, which only a demo allows. Answers whether it takes this pass. */
async function expectDemo(url: string, headers: Theatre["headers"]): Promise<boolean> {
  const answer = await fetch(`${url}/api/operations/rehearsals/latest`, { headers }).catch(() => null);
  if (answer === null) throw new ArgumentError(`Nobody answers at ${url}. Is the server running?`);
  if (!answer.ok)
    throw new ArgumentError(`The server at ${url} is not in demo mode (DEMO=on), so nobody can rehearse.`);
  return networkPassHeader in headers && answer.headers.get(networkPassHeader) !== passRefused;
}

/** Whoever is sent away by the limit of a network would measure that limit and not the line. */
function withoutPass(visitors: number, isRefused: boolean): ArgumentError {
  const why = `${visitors} visitors come from one address, and the server lets ${mostWithoutPass} of them in at once`;
  const because = isRefused ? ": its SESSION_SECRET is another, or its clock is minutes off" : "";
  return new ArgumentError(
    `${why}${because}. Start the server and this command with the same SESSION_SECRET, or ask for fewer --visitors.`,
  );
}

function passFor(secret: string | undefined, nowMs: number): Record<string, string> {
  const given = process.env.NETWORK_PASS;
  if (given !== undefined) return { [networkPassHeader]: given };
  return secret === undefined ? {} : { [networkPassHeader]: signNetworkPass(secret, nowMs) };
}
