import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { keepRecentLines, type RecentLines } from "./recent-lines.ts";

export type Exit = { code: number | null; signal: NodeJS.Signals | null };

/** A process that a rehearsal or a test starts, watches and ends. */
export type Child = { pid: number; process: ChildProcess; lines: RecentLines; exited: Promise<Exit> };

/** Longer than anybody pauses between two looks at a child. */
const lastLookMs = 200;

const running = new Set<ChildProcess>();
process.once("exit", endAll);
// A worker whose test failed before its own clean-up is ended with SIGTERM, which alone would skip "exit".
process.once("SIGTERM", () => process.exit(128 + constants.signals.SIGTERM));

function endAll(): void {
  for (const child of running) child.kill("SIGKILL");
}

/** Starts a program and keeps what it says. It never outlives the process that started it. */
export async function startChild(
  command: string,
  parameters: readonly string[],
  options: SpawnOptions,
): Promise<Child> {
  const child = spawn(command, parameters, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  // "close" rather than "exit": by then its last words have been read.
  const exited = new Promise<Exit>((resolve) => child.once("close", (code, signal) => resolve({ code, signal })));
  const lines = keepRecentLines(child);
  await once(child, "spawn");
  running.add(child);
  void exited.then(() => running.delete(child));
  return { pid: child.pid as number, process: child, lines, exited };
}

/** Resolves when `ready` does; rejects with the child's last lines when the child ends first or `ready` gives up. */
export async function untilReady<Answer>(child: Child, name: string, ready: Promise<Answer>): Promise<Answer> {
  const endedFirst = child.exited.then(async ({ code, signal }) => {
    // What `ready` looks for now and then may be among its last words.
    await pause(lastLookMs);
    throw new Error(`${name} ended early with ${signal ?? `code ${code}`}`);
  });
  try {
    return await Promise.race([ready, endedFirst]);
  } catch (error) {
    child.process.kill("SIGKILL");
    throw new Error(`${error instanceof Error ? error.message : error}\n${child.lines.text()}`, { cause: error });
  }
}
