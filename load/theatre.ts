import { randomBytes } from "node:crypto";
import { networkLimit, networkPassHeader, signNetworkPass } from "../server/platform/http/network-pass.ts";
import { ArgumentError, type Rehearsal } from "./arguments.ts";
import { startServer } from "./processes/server-process.ts";

/** Signs in, presses, and now and then once more: so many requests are the most that one visitor comes to at once. */
const requestsEach = 2.5;
const mostWithoutPass = networkLimit.burst / requestsEach;

export interface Theatre {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/**
 * Where a rehearsal is played: at a server that runs already, or at one of our own, on DATABASE_URL or in memory. A
 * running server lets everybody in by one address when NETWORK_PASS was signed by it, or SESSION_SECRET is its own.
 */
export async function openTheatre({ url, visitors }: Pick<Rehearsal, "url" | "visitors">): Promise<Theatre> {
  if (url !== null) {
    await expectDemo(url);
    const headers = passFor(process.env.SESSION_SECRET);
    expectRoom(visitors, headers);
    return { url, headers, close: async () => undefined };
  }
  const secret = randomBytes(32).toString("hex");
  const { DATABASE_URL } = process.env;
  const where = DATABASE_URL === undefined ? { DATA_DIR: "memory://" } : { DATABASE_URL };
  const server = await startServer({ DEMO: "on", DEMO_DATA: "off", SESSION_SECRET: secret, ...where });
  return { url: server.url, headers: passFor(secret), close: () => server.stop() };
}

/** Visitors of a rehearsal sign in by their name alone, which only a demo allows. */
async function expectDemo(url: string): Promise<void> {
  const answer = await fetch(`${url}/api/operations/rehearsals/latest`).catch(() => null);
  if (answer === null) throw new ArgumentError(`Nobody answers at ${url}. Is the server running?`);
  if (!answer.ok)
    throw new ArgumentError(`The server at ${url} is not in demo mode (DEMO=on), so nobody can rehearse.`);
}

/** Whoever is sent away by the limit of a network would measure that limit and not the line. */
function expectRoom(visitors: number, headers: Theatre["headers"]): void {
  if (visitors <= mostWithoutPass || networkPassHeader in headers) return;
  throw new ArgumentError(
    `${visitors} visitors come from one address, and the server lets ${mostWithoutPass} of them in at once. ` +
      "Start the server and this command with the same SESSION_SECRET, or ask for fewer --visitors.",
  );
}

function passFor(secret: string | undefined): Record<string, string> {
  const given = process.env.NETWORK_PASS;
  if (given !== undefined) return { [networkPassHeader]: given };
  return secret === undefined ? {} : { [networkPassHeader]: signNetworkPass(secret, Date.now()) };
}
