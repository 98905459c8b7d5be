import { serverFlags } from "../../scripts/setup/server-flags.mjs";
import { repository } from "../../server/platform/repository.ts";
import { type Exit, startChild, untilReady } from "./child.ts";
import { waitUntil } from "./wait-until.ts";

const listening = /listening on (http:\/\/\S+)/;
/** What a program needs from the machine. Settings of the person who runs this stay outside. */
const inherited = ["PATH", "HOME", "TMPDIR", "LANG", "TZ"];
const stopTimeoutMs = 30_000;

export type ServerProcess = {
  url: string;
  pid: number;
  /** Sends the signal and resolves when the process has ended. */
  kill(signal: NodeJS.Signals): Promise<Exit>;
  /** Asks it to stop; throws with its last lines when it does not end within 30 s, or not in good order. */
  stop(): Promise<void>;
  exited: Promise<Exit>;
  /** Its last lines, at most 200. */
  log(): string;
};

/**
 * Starts server/main.ts, as it was built when this program or the tests began, as a process of its own, with these
 * settings and no others, and waits until it listens. `through`: a command that becomes the program it is told.
 */
export async function startServer(
  env: Record<string, string>,
  through: readonly string[] = [],
): Promise<ServerProcess> {
  const machine = Object.fromEntries(inherited.map((name) => [name, process.env[name]]));
  const [command, ...words] = [...through, process.execPath, ...serverFlags, "dist/programs/server.js"];
  const server = await startChild(command as string, words, {
    cwd: repository,
    env: { ...machine, HOST: "127.0.0.1", PORT: "0", ...env },
  });
  const address = waitUntil(() => server.lines.find(listening)?.[1], { what: "the server listens", timeoutMs: 60_000 });
  const url = await untilReady(server, "The server", address);

  async function kill(signal: NodeJS.Signals): Promise<Exit> {
    server.process.kill(signal);
    return server.exited;
  }

  async function stop(): Promise<void> {
    const wasRunning = server.process.exitCode === null && server.process.signalCode === null;
    let exit: Exit | null = null;
    void kill("SIGTERM").then((ended) => {
      exit = ended;
    });
    const ended = waitUntil(() => exit, { what: "the server stops", timeoutMs: stopTimeoutMs });
    const { code, signal } = await ended.catch(async (error) => {
      await kill("SIGKILL");
      throw new Error(`The server does not stop\n${server.lines.text()}`, { cause: error });
    });
    // Cut off at its own limit, or by something that it threw, it ends otherwise.
    if (wasRunning && code !== 0) throw new Error(`It ended with ${signal ?? code}\n${server.lines.text()}`);
  }

  return { url, pid: server.pid, kill, stop, exited: server.exited, log: server.lines.text };
}
