import { fork } from "node:child_process";
import { join } from "node:path";
import { serverFlags } from "../../scripts/setup/server-flags.mjs";
import { repository } from "../../server/platform/repository.ts";
import { type Ask, createAsk, type Handlers } from "./calls.ts";
import { keepRecentLines } from "./recent-lines.ts";

/** What a program needs from the machine; settings of whoever runs it stay outside. */
const inherited = ["PATH", "HOME", "TMPDIR", "LANG", "TZ"];
const stopWithinMs = 30_000;

export interface Program<Known extends Handlers> {
  readonly pid: number;
  readonly ask: Ask<Known>;
  /** Asks it to end with SIGTERM and waits; after 30 s it is killed. */
  stop(): Promise<void>;
}

interface Wish {
  /** By its name in scripts/setup/programs.mjs. */
  readonly program: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly profile?: string | null;
}

/** Starts a program as a process of its own; it never outlives this one. */
export function startProgram<Known extends Handlers>({ program, environment = {}, profile }: Wish): Program<Known> {
  const machine = Object.fromEntries(inherited.map((name) => [name, process.env[name]]));
  const profiling = profile ? ["--cpu-prof", "--cpu-prof-interval", "500", "--cpu-prof-dir", profile] : [];
  const child = fork(join(repository, "dist/programs", `${program}.js`), [], {
    env: { ...machine, ...environment },
    execArgv: [...profiling, ...serverFlags],
    serialization: "advanced",
    silent: true,
  });
  const lines = keepRecentLines(child);
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const endWithUs = () => child.kill("SIGKILL");
  process.once("exit", endWithUs);
  let stopping = false;
  void ended.then(() => {
    process.off("exit", endWithUs);
    if (!stopping) console.error(lines.text());
  });

  return {
    pid: child.pid as number,
    ask: createAsk<Known>(child),
    async stop() {
      stopping = true;
      child.kill("SIGTERM");
      const timer = setTimeout(endWithUs, stopWithinMs);
      await ended;
      clearTimeout(timer);
    },
  };
}
