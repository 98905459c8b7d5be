import { cpus } from "node:os";
import { type Program, startProgram } from "../load/processes/program.ts";
import { type Groups, takeSample } from "./processor-time.ts";
import type { BareBroadcastCalls } from "./programs/bare-broadcast.ts";
import type { ListenerCalls } from "./programs/listeners.ts";
import type { Part } from "./rounds.ts";
import type { ProductServer, Stage } from "./stage.ts";

/** A server with people who look on, and what a broadcast is compared with. */
export interface Hall {
  readonly stage: Stage;
  readonly server: ProductServer;
  readonly bare: Program<BareBroadcastCalls> & { readonly url: string };
  readonly listeners: Program<ListenerCalls>;
  readonly people: number;
  readonly quick: boolean;
}

/** Runs `work` and counts whose processor time it took. */
export async function measured(hall: Hall, requests: number, work: () => Promise<number>): Promise<Part> {
  const groups: Groups<"server" | "database" | "generator"> = {
    server: [hall.server.pid, hall.bare.pid],
    database: hall.stage.databases,
    generator: [hall.listeners.pid],
  };
  const own = process.cpuUsage();
  const before = takeSample(groups);
  const elapsedMs = await work();
  const after = takeSample(groups);
  const mine = process.cpuUsage(own);
  const used = (name: keyof typeof groups) => after.micros[name] - before.micros[name];
  const ours = used("server") + used("database") + used("generator") + mine.user + mine.system;
  const foreign = Math.max(0, after.busyMicros - before.busyMicros - ours);
  return {
    requests,
    elapsedMs,
    serverMicros: used("server"),
    databaseMicros: used("database"),
    generatorMicros: used("generator"),
    foreignShare: foreign / ((after.atMs - before.atMs) * 1_000 * cpus().length),
  };
}

export async function openHall(stage: Stage, people: number, quick: boolean): Promise<Hall> {
  const server = await stage.serverOn(await stage.newDatabase());
  const bare = startProgram<BareBroadcastCalls>({ program: "bare-broadcast" });
  stage.onClose(bare.stop);
  const listeners = startProgram<ListenerCalls>({ program: "listeners" });
  stage.onClose(listeners.stop);
  return { stage, server, bare: { ...bare, url: await bare.ask("url", null) }, listeners, people, quick };
}
