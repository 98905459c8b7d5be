import { levels } from "../shared/metrics.ts";
import type { Signals } from "./operations/ports.ts";
import type { Clock } from "./platform/clock.ts";
import { watchLoop } from "./platform/metrics/loop-lag.ts";
import { createEmf } from "./platform/metrics/metrics.emf.ts";
import { noMetrics } from "./platform/metrics/metrics.none.ts";
import type { Metrics, ReadLevels } from "./platform/metrics/metrics.ts";
import { serveMetrics } from "./platform/metrics/scrape.ts";
import type { Settings } from "./platform/settings.ts";

/** CloudWatch keeps a value a minute. */
const tellEveryMs = 60_000;

interface World {
  readonly settings: Pick<Settings, "metrics">;
  readonly clock: Clock;
  readonly signals: Signals;
  readonly log: (line: string) => void;
  readonly onTrouble: (error: unknown) => void;
}

/** Where `METRICS` has measurements go; `rounds` and `stop` are of that. */
export interface Measuring {
  readonly metrics: Metrics;
  readonly rounds: Readonly<Record<string, readonly [number, () => Promise<void>]>>;
  /** What counts this process's sockets, once there is one. */
  watchSockets(count: () => number): void;
  stop(): Promise<void>;
}

type Door = { readonly host: string; readonly port: number };
type Own = { readonly lagMs: () => number; sockets: () => number };

/** Levels of this process, and those of the database while it answers. */
function levelsOf({ signals, onTrouble }: World, own: Own): ReadLevels {
  return async () => {
    const ofDatabase = await signals.read().catch((error) => {
      onTrouble(error);
      return {};
    });
    return { ...ofDatabase, [levels.sockets]: own.sockets(), [levels.loopLag]: own.lagMs() };
  };
}

async function openPrometheus({ host, port }: Door, readLevels: ReadLevels) {
  const { createPrometheus } = await import("./platform/metrics/metrics.prometheus.ts");
  const metrics = createPrometheus(readLevels);
  const { stop } = await serveMetrics({ host, port, text: metrics.text });
  return { metrics, rounds: {}, stop };
}

function openEmf({ clock, log }: World, readLevels: ReadLevels) {
  const metrics = createEmf({ readLevels, now: clock.now, write: log });
  // The last minute of a process is told as well.
  return { metrics, rounds: { "telling what was measured": [tellEveryMs, metrics.tell] as const }, stop: metrics.tell };
}

export async function openMetrics(world: World): Promise<Measuring> {
  const { metrics: wish } = world.settings;
  const nothing = async () => undefined;
  if (wish.to === "off") return { metrics: noMetrics, rounds: {}, watchSockets: nothing, stop: nothing };
  const loop = watchLoop();
  const own: Own = { lagMs: loop.lagMs, sockets: () => 0 };
  const readLevels = levelsOf(world, own);
  const { stop, ...opened } = wish.to === "emf" ? openEmf(world, readLevels) : await openPrometheus(wish, readLevels);
  return {
    ...opened,
    watchSockets: (count) => {
      own.sockets = count;
    },
    stop: () => stop().finally(loop.stop),
  };
}
