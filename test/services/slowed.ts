import { spawn } from "node:child_process";
import { once } from "node:events";

/** In seconds; what is slowed runs a two-hundredth of the time. */
const [standsFor, runsFor] = [0.995, 0.005];

/** Ends by itself with the process that is slowed, or with ours; whoever is slowed goes on when it ends. */
const script = `
  all="$0"
  trap 'kill -CONT $all 2>/dev/null; exit' TERM
  while kill -0 $PPID && kill -0 $0; do
    all="$0 $(cat /proc/$0/task/$0/children)"
    kill -STOP $all; sleep ${standsFor}; kill -CONT $all; sleep ${runsFor}
  done 2>/dev/null`;

/** A process and its children are stopped again and again until what this answers is called. Linux only. */
export function slowDown(pid: number): () => Promise<void> {
  const slowing = spawn("sh", ["-c", script, String(pid)], { stdio: "ignore" });
  const ended = once(slowing, "exit");
  return async () => {
    slowing.kill();
    await ended;
  };
}
