import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { signNetworkPass } from "../platform/http/index.ts";
import type { RehearsalPlan, Stage } from "./ports.ts";

/** Ten thousand visitors take about a minute; whatever takes this long will not end by itself. */
const longestMs = 15 * 60_000;
const program = join(import.meta.dirname, "../../load/rehearse.ts");

interface World {
  /** This server's own address, asked for when a rehearsal begins. */
  readonly url: () => string;
  readonly secret: string;
  readonly now: () => number;
}

/** Rehearsals by the same program as `npm run rehearse`, against this very server over HTTP. */
export function createProcessStage({ url, secret, now }: World): Stage {
  let running: { child: ChildProcess; ended: Promise<void> } | null = null;

  function start({ visitors, seats }: RehearsalPlan): ChildProcess {
    const words = ["--url", url(), "--visitors", String(visitors), "--seats", String(seats)];
    const env = { PATH: process.env.PATH, NETWORK_PASS: signNetworkPass(secret, now()) };
    const limits = { timeout: longestMs, killSignal: "SIGKILL" } as const;
    return fork(program, words, { env, execArgv: ["--import", "tsx"], stdio: "ignore", ...limits });
  }
  return {
    play(plan, tell) {
      const child = start(plan);
      child.on("message", (change) => tell(change as Parameters<typeof tell>[0]));
      const ended = new Promise<void>((resolve, reject) => {
        child.once("error", reject);
        child.once("exit", () => resolve());
      }).finally(() => {
        running = null;
      });
      running = { child, ended };
      return ended;
    },
    async stop() {
      running?.child.kill("SIGKILL");
      await running?.ended.catch(() => undefined);
    },
  };
}
