import { readdirSync, readFileSync } from "node:fs";

/** The kernel's unit in /proc: a hundredth of a second on every Linux that Node runs on. */
const microsPerTick = 10_000;

/** Groups of processes, each by the process at the top of its tree. */
export type Groups<Name extends string> = Readonly<Record<Name, readonly number[]>>;

export interface Sample<Name extends string> {
  readonly atMs: number;
  /** User and system time of each group so far, with children that have ended. */
  readonly micros: Readonly<Record<Name, number>>;
  /** What the whole machine has been busy, stolen time included. */
  readonly busyMicros: number;
}

interface Process {
  readonly parent: number;
  readonly own: number;
  readonly endedChildren: number;
}

function readProcesses(): Map<number, Process> {
  const processes = new Map<number, Process>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const text = readFileSync(`/proc/${name}/stat`, "utf8");
      // The name before these fields is in parentheses and may hold spaces. Here: state, parent, …
      const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
      const [user, system, endedUser, endedSystem] = fields.slice(11, 15).map(Number) as [
        number,
        number,
        number,
        number,
      ];
      processes.set(Number(name), {
        parent: Number(fields[1]),
        own: (user + system) * microsPerTick,
        endedChildren: (endedUser + endedSystem) * microsPerTick,
      });
    } catch {
      // It ended between the look at the folder and the look into it.
    }
  }
  return processes;
}

function microsOfTree(top: number, processes: ReadonlyMap<number, Process>): number {
  let micros = 0;
  const tree = new Set([top]);
  for (const pid of tree) {
    const process = processes.get(pid);
    if (process === undefined) continue;
    micros += process.own + process.endedChildren;
    for (const [child, { parent }] of processes) if (parent === pid) tree.add(child);
  }
  return micros;
}

/** All the kernel counts but its two idle times: user, nice, system, hard and soft interrupts, stolen. */
function readBusyMicros(): number {
  const [first] = readFileSync("/proc/stat", "utf8").split("\n") as [string];
  const [user, nice, system, , , hard, soft, stolen] = first.split(/\s+/).slice(1).map(Number) as number[];
  return [user, nice, system, hard, soft, stolen].reduce<number>((sum, ticks) => sum + (ticks ?? 0), 0) * microsPerTick;
}

/** Reads what every group has used. Linux only; takes some milliseconds. */
export function takeSample<Name extends string>(groups: Groups<Name>): Sample<Name> {
  const processes = readProcesses();
  const total = (tops: readonly number[]) => tops.reduce((sum, top) => sum + microsOfTree(top, processes), 0);
  const names = Object.keys(groups) as Name[];
  const micros = Object.fromEntries(names.map((name) => [name, total(groups[name])])) as Record<Name, number>;
  return { atMs: performance.now(), micros, busyMicros: readBusyMicros() };
}
