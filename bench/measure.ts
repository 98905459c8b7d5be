import { cpus } from "node:os";
import type { Program } from "../load/processes/program.ts";
import type { Answer, GeneratorCalls, Load } from "./load/load.ts";
import { type Groups, takeSample } from "./processor-time.ts";
import { waitForIdle } from "./quiet.ts";

/** One load, measured. Processor time is of the whole round, in microseconds of all processors together. */
export interface Measured {
  readonly requests: number;
  readonly elapsedMs: number;
  readonly serverMicros: number;
  readonly databaseMicros: number;
  readonly generatorMicros: number;
  /** What others used of the machine meanwhile, 0 to 1. */
  readonly foreignShare: number;
}

export interface Ground {
  readonly generator: Program<GeneratorCalls>;
  readonly servers: readonly number[];
  /** The database and whatever else the servers lean on. */
  readonly databases: readonly number[];
  /** Resolves when nothing that the load caused is going on any more. */
  readonly settled?: () => Promise<void>;
}

/** Runs one load and counts what it cost, from the first write until everything it caused has settled. */
export async function measure(ground: Ground, load: Load): Promise<{ measured: Measured; answers: Answer[] }> {
  const { generator, servers, databases, settled } = ground;
  const groups: Groups<"server" | "database" | "generator"> = {
    server: servers,
    database: databases,
    generator: [generator.pid],
  };
  await generator.ask("prepare", load);
  await waitForIdle(servers);
  const own = process.cpuUsage();
  const before = takeSample(groups);
  const elapsedMs = await generator.ask("run", null);
  await settled?.();
  const after = takeSample(groups);
  const mine = process.cpuUsage(own);
  const answers = await generator.ask("answers", null);

  const used = (name: keyof typeof groups) => after.micros[name] - before.micros[name];
  const ours = used("server") + used("database") + used("generator") + mine.user + mine.system;
  const foreign = Math.max(0, after.busyMicros - before.busyMicros - ours);
  const measured = {
    requests: load.requests,
    elapsedMs,
    serverMicros: used("server"),
    databaseMicros: used("database"),
    generatorMicros: used("generator"),
    foreignShare: foreign / ((after.atMs - before.atMs) * 1_000 * cpus().length),
  };
  return { measured, answers };
}
