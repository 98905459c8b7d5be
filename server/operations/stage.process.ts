import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { signNetworkPass } from "../platform/http/index.ts";
import type { Stage } from "./ports.ts";

const program = join(import.meta.dirname, "../../load/rehearse.ts");

interface World {
  /** This server's own address, asked for when a rehearsal begins. */
  readonly url: () => string;
  readonly secret: string;
  readonly now: () => number;
}

/** Rehearsals by the same program as `npm run rehearse`, against this very server over HTTP. */
export function createProcessStage({ url, secret, now }: World): Stage {
  let child: ChildProcess | null = null;
  return {
    play({ visitors, seats }, tell) {
      const words = ["--url", url(), "--visitors", String(visitors), "--seats", String(seats)];
      const env = { PATH: process.env.PATH, NETWORK_PASS: signNetworkPass(secret, now()) };
      const started = fork(program, words, { env, execArgv: ["--import", "tsx"], stdio: "ignore" });
      child = started;
      started.on("message", (change) => tell(change as Parameters<typeof tell>[0]));
      return new Promise((resolve, reject) => {
        started.once("error", reject);
        started.once("exit", () => {
          child = null;
          resolve();
        });
      });
    },
    stop: () => child?.kill(),
  };
}
