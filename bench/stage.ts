import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Versions } from "../load/processes/machine.ts";
import { type Program, startProgram } from "../load/processes/program.ts";
import { signSession } from "../server/platform/http/index.ts";
import type { PersonId, SessionId } from "../shared/ids.ts";
import { openPostgres } from "./databases.ts";
import type { GeneratorCalls } from "./load/load.ts";
import type { ServerCalls } from "./programs/server.ts";
import { waitForQuiet } from "./quiet.ts";

const sessionSecret = "only-for-benchmarks-on-this-machine-0123456789";
/** Sessions are kept in memory for 5 s; a run that starts later loads everybody again, as the one before it did. */
const sessionsKeptMs = 5_200;

export type ProductServer = Program<ServerCalls> & { readonly url: string };
export type Stage = Awaited<ReturnType<typeof openStage>>;

/** The cookie of each person, in order. */
export function cookiesOf(people: readonly PersonId[]): string[] {
  const issuedAt = Math.floor(Date.now() / 1_000);
  return people.map((person) => signSession({ session: sessionOf(person), issuedAt }, sessionSecret));
}

/** As grounds.ts makes them. */
function sessionOf(person: PersonId): SessionId {
  return person.padStart(32, "0").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-") as SessionId;
}

/** A folder that is gone when the stage closes. */
async function makeFolder(onClose: (closer: () => Promise<unknown>) => void): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "popline-bench-"));
  onClose(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts the product's servers with these settings, and leaves their end to `onClose`. */
function createServerStart(profile: string | null, onClose: (closer: () => Promise<unknown>) => void) {
  return async (settings: Readonly<Record<string, string>>): Promise<ProductServer> => {
    const environment = {
      DEMO: "on",
      DEMO_DATA: "off",
      NETWORK_LIMITS: "off",
      SESSION_SECRET: sessionSecret,
      PORT: "0",
      ...settings,
    };
    const server = startProgram<ServerCalls>({ program: "bench-server", environment, profile });
    onClose(server.stop);
    return { ...server, url: await server.ask("url", null) };
  };
}

/**
 * The services of one benchmark: a PostgreSQL of its own with production's settings, a load generator, and the
 * product's server processes. `close` ends all of them, whatever happened.
 */
export async function openStage({ profile, quick }: { profile: string | null; quick: boolean }) {
  const closers: (() => Promise<unknown>)[] = [];
  const onClose = (closer: () => Promise<unknown>) => void closers.push(closer);
  const startServer = createServerStart(profile, onClose);
  const postgres = await openPostgres({ quick, onClose });
  const services: Record<string, string> = { PostgreSQL: postgres.version };
  const generator = startProgram<GeneratorCalls>({ program: "generator" });
  onClose(generator.stop);

  return {
    generator,
    databases: postgres.pids,
    services: services as Versions,
    noteService(name: string, version: string): void {
      services[name] = version;
    },
    newDatabase: postgres.newDatabase,
    /** A server on a database of that PostgreSQL. */
    serverOn: (databaseUrl: string, settings: Readonly<Record<string, string>> = {}) =>
      startServer({ DATABASE_URL: databaseUrl, ...settings }),
    /** A server with its own embedded database in a folder, as on a laptop; a quick run's may be there already. */
    async embeddedServer(): Promise<ProductServer> {
      const given = quick ? process.env.DATA_DIR : undefined;
      return startServer({ DATA_DIR: given ?? (await makeFolder(onClose)) });
    },
    /** Waits until no server remembers a session, so that each run pays for loading its own, and until it is quiet. */
    async rest(): Promise<void> {
      if (quick) return;
      await pause(sessionsKeptMs);
      await waitForQuiet();
    },
    onClose,
    async close(): Promise<void> {
      for (const closer of closers.reverse()) await closer().catch((error) => console.error(error));
    },
  };
}
