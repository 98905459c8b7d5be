import { readdirSync, readFileSync } from "node:fs";
import { waitUntil } from "../../load/processes/wait-until.ts";

/**
 * Kills a process and all below it so that none can clean up, and waits until all are gone. Linux only: reads /proc.
 * The parent is stopped first; otherwise it could start another child between the look and the blow.
 */
export async function killTree(pid: number): Promise<void> {
  process.kill(pid, "SIGSTOP");
  const tree = [pid, ...descendantsOf(pid)];
  for (const member of tree) killIfThere(member);
  await waitUntil(() => tree.every(isGone), { what: `process ${pid} and its children are gone` });
}

/** Every process below this one, as it stands. */
export function descendantsOf(pid: number): number[] {
  const parents = processes().map((process) => ({ process, parent: parentOf(process) }));
  const children = parents.filter(({ parent }) => parent === pid).map(({ process }) => process);
  return children.flatMap((child) => [child, ...descendantsOf(child)]);
}

function processes(): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function parentOf(pid: number): number | null {
  const fields = statusOf(pid);
  return fields === null ? null : Number(fields[1]);
}

/** A zombie holds no file and no memory; only its parent has not asked for its exit code yet. */
export function isGone(pid: number): boolean {
  const fields = statusOf(pid);
  return fields === null || fields[0] === "Z";
}

/** State and parent from /proc/<pid>/stat; the name before them is in parentheses and may hold spaces. */
function statusOf(pid: number): string[] | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return null;
  }
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
