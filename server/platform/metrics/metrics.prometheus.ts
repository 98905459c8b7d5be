import { Counter, Gauge, Histogram, Registry } from "prom-client";
import { type CountName, counts, joinWithinMs, levels, type TimeName, times } from "../../../shared/metrics.ts";
import type { Metrics, ReadLevels } from "./metrics.ts";

/** "JoinsInTime" as Prometheus writes names: popline_joins_in_time. */
const nameOf = (name: string) => `popline${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;
const buckets = [5, 10, 25, 50, 100, 250, joinWithinMs, 1_000, 2_500, 5_000, 10_000, 30_000];

/** In prom-client's registers; the text for whoever scrapes, levels read anew for each. */
export function createPrometheus(readLevels: ReadLevels): Metrics & { text(): Promise<string> } {
  const registers = [new Registry()];
  const [register] = registers as [Registry];
  const gauges = Object.values(levels).map(
    (name) => [name, new Gauge({ name: nameOf(name), help: name, registers })] as const,
  );
  const counters = new Map<CountName, Counter>();
  for (const name of Object.values(counts)) {
    counters.set(name, new Counter({ name: `${nameOf(name)}_total`, help: name, registers }));
  }
  const histograms = new Map<TimeName, Histogram>();
  for (const name of Object.values(times)) {
    histograms.set(name, new Histogram({ name: `${nameOf(name)}_ms`, help: name, buckets, registers }));
  }
  return {
    count: (name) => counters.get(name)?.inc(),
    time: (name, ms) => histograms.get(name)?.observe(ms),
    async text() {
      const now = await readLevels();
      for (const [name, gauge] of gauges) {
        const level = now[name];
        // What is not known is absent: a gauge that was reset without labels would say 0.
        if (level === undefined) gauge.remove();
        else gauge.set(level);
      }
      return register.metrics();
    },
  };
}
