import { type ChildProcess, fork, type StdioOptions } from "node:child_process";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { signNetworkPass } from "../platform/http/index.ts";
import { repository } from "../platform/repository.ts";
import type { RehearsalPlan, Stage } from "./ports.ts";

/** Ten thousand visitors take about a minute; whatever takes this long will not end by itself. */
const longestMs = 15 * 60_000;
const rehearse = join(repository, "dist/programs/rehearse.js");

/** Of what the program says about trouble, its end is kept: so many lines, and so many characters if they never end. */
const mostLines = 5;
const mostCharacters = 2_000;

interface World {
  /** This server's own address, asked for when a rehearsal begins. */
  readonly url: () => string;
  readonly secret: string;
  readonly now: () => number;
  readonly program?: string;
}

/** Listens to a program's complaints; answers the last of them, without the places in its code. */
function keepLastWords(complaints: Readable): () => string {
  let said = "";
  complaints.setEncoding("utf8").on("data", (more: string) => {
    said = (said + more).slice(-mostCharacters);
  });
  return () => {
    const lines = said.split("\n").map((line) => line.trim());
    const telling = lines.filter((line) => line !== "" && !line.startsWith("at "));
    return telling.slice(-mostLines).join("\n");
  };
}

/** Rehearsals by the same program as `npm run rehearse`, against this very server over HTTP. */
export function createProcessStage({ url, secret, now, program = rehearse }: World): Stage {
  let running: { child: ChildProcess; ended: Promise<string> } | null = null;

  function start({ visitors, seats }: RehearsalPlan): ChildProcess {
    const words = ["--url", url(), "--visitors", String(visitors), "--seats", String(seats)];
    const env = { PATH: process.env.PATH, NETWORK_PASS: signNetworkPass(secret, now()) };
    const limits = { timeout: longestMs, killSignal: "SIGKILL" } as const;
    const stdio: StdioOptions = ["ignore", "ignore", "pipe", "ipc"];
    return fork(program, words, { env, execArgv: ["--enable-source-maps"], stdio, ...limits });
  }
  return {
    play(plan, tell) {
      const child = start(plan);
      child.on("message", (change) => tell(change as Parameters<typeof tell>[0]));
      const lastWords = keepLastWords(child.stderr as Readable);
      const ended = new Promise<string>((resolve, reject) => {
        child.once("error", reject);
        // "close" rather than "exit": by then its last words have been read.
        child.once("close", () => resolve(lastWords()));
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
