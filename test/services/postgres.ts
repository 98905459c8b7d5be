import { execFileSync } from "node:child_process";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import pg from "pg";
import { type Child, startChild, untilReady } from "../../load/processes/child.ts";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { findPostgresBinaries } from "../../scripts/setup/postgres-binaries.mjs";
import { freePort } from "./free-port.ts";
import { killTree } from "./process-tree.ts";

export type Postgres = {
  /** The maintenance database, as the superuser: postgres://postgres@127.0.0.1:<port>/postgres. */
  url: string;
  port: number;
  /** The postmaster; another one after restart(). */
  readonly pid: number;
  dataFolder: string;
  /** SIGKILL, the default, also takes every child at once, as a power cut would. Resolves when they are gone. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Starts again on the same data and port, after ending what still runs; resolves when it accepts connections. */
  restart(): Promise<void>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
};

/** What production has: commits that survive a power cut, and room for the races' connections. */
const defaults = {
  listen_addresses: "127.0.0.1",
  max_connections: "200",
  shared_buffers: "256MB",
  synchronous_commit: "on",
  fsync: "on",
};

/** Settings for what need not outlive a power cut: commits that wait for no disk. */
export const forgetful = { fsync: "off", synchronous_commit: "off" };

type Wish = {
  settings?: Record<string, string>;
  /** Follows this server, as a streaming replica of it. */
  replicaOf?: Postgres;
  /** Begins with what is in this folder: a base backup. */
  restoreOf?: string;
  /** The folder in which its own is made; that of all temporary files when left out. */
  within?: string;
};

/**
 * Starts a PostgreSQL of its own: new data, those of the server that it follows, or a backup's; a free port, reachable
 * from this machine only and by anybody on it.
 */
export async function startPostgres({ settings = {}, within, ...source }: Wish = {}): Promise<Postgres> {
  const place = await preparePlace(within ?? tmpdir(), source);
  const removePlace = () => rm(place.folder, { recursive: true });
  let server = await launch(place, settings).catch(async (error) => {
    await removePlace();
    throw error;
  });

  async function kill(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    if (signal === "SIGKILL" && isRunning(server)) await killTree(server.pid);
    else server.process.kill(signal);
    await server.exited;
  }

  async function restart(): Promise<void> {
    if (isRunning(server)) await kill("SIGINT");
    server = await launch(place, settings);
  }

  async function stop(): Promise<void> {
    if (isRunning(server)) await kill("SIGINT");
    await removePlace();
  }

  const { url, port, dataFolder } = place;
  return {
    url,
    port,
    dataFolder,
    get pid() {
      return server.pid;
    },
    kill,
    restart,
    stop,
  };
}

type Place = { binaries: string; folder: string; dataFolder: string; port: number; url: string };

/** Runs one of PostgreSQL's own programs, or any other as PostgreSQL's user, to its end. */
export async function runAsPostgres(program: string, ...words: string[]): Promise<void> {
  // Where a link leads from a folder in PATH, the other programs are.
  const programs = dirname(await realpath(join(binariesHere(), "postgres")));
  const [command, ...parameters] = asPostgres(program.startsWith("/") ? program : join(programs, program), ...words);
  execFileSync(command, parameters, { cwd: tmpdir(), stdio: "pipe" });
}

/** An empty folder that belongs to PostgreSQL's user. */
export async function folderOfPostgres(within = tmpdir()): Promise<string> {
  const folder = await mkdtemp(join(within, "popline-postgres-"));
  if (isRoot) execFileSync("chown", ["postgres:postgres", folder]);
  return folder;
}

function binariesHere(): string {
  const binaries = findPostgresBinaries();
  if (binaries !== null) return binaries;
  throw new Error("No PostgreSQL 15 or newer here: apt-get install postgresql, or run `npm test`");
}

async function preparePlace(within: string, source: Pick<Wish, "replicaOf" | "restoreOf">): Promise<Place> {
  const binaries = binariesHere();
  const folder = await folderOfPostgres(within);
  const dataFolder = join(folder, "data");
  await fillData(dataFolder, source);
  const port = await freePort();
  return { binaries, folder, dataFolder, port, url: `postgres://postgres@127.0.0.1:${port}/postgres` };
}

async function fillData(folder: string, { replicaOf, restoreOf }: Pick<Wish, "replicaOf" | "restoreOf">) {
  const all = ["--username=postgres", `--pgdata=${folder}`, "--no-sync"];
  const making = ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"];
  if (restoreOf !== undefined) return runAsPostgres("/bin/cp", "-a", restoreOf, folder);
  if (replicaOf === undefined) return runAsPostgres("initdb", ...all, ...making);
  const copying = ["--host=127.0.0.1", `--port=${replicaOf.port}`, "--write-recovery-conf", "--checkpoint=fast"];
  return runAsPostgres("pg_basebackup", ...all, ...copying);
}

async function launch(place: Place, settings: Record<string, string>): Promise<Child> {
  const all = Object.entries({ ...defaults, unix_socket_directories: place.folder, ...settings });
  const choices = all.flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const postgres = join(place.binaries, "postgres");
  const [command, ...parameters] = asPostgres(postgres, "-D", place.dataFolder, "-p", String(place.port), ...choices);
  const server = await startChild(command, parameters, { cwd: place.folder });
  const accepts = waitUntil(() => acceptsConnections(place.url), { what: "PostgreSQL accepts connections" });
  await untilReady(server, "PostgreSQL", accepts);
  return server;
}

async function acceptsConnections(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return true;
  } finally {
    await client.end();
  }
}

function isRunning({ process: child }: Child): boolean {
  return child.exitCode === null && child.signalCode === null;
}

const isRoot = process.getuid?.() === 0;

/** PostgreSQL refuses to run as root. setpriv becomes the program, so it stays our direct child and ends with us. */
function asPostgres(...command: [string, ...string[]]): [string, ...string[]] {
  if (!isRoot) return command;
  const identity = ["--reuid", "postgres", "--regid", "postgres", "--clear-groups", "--pdeathsig", "QUIT"];
  return ["setpriv", ...identity, ...command];
}
