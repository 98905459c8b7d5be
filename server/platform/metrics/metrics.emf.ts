import { type CountName, counts, levels, metricSpace, type TimeName, times } from "../../../shared/metrics.ts";
import type { Metrics, ReadLevels } from "./metrics.ts";

/** CloudWatch takes at most so many values of a metric in one line; of more joins a random choice stands for all. */
const mostValues = 100;
const units: Readonly<Record<string, string>> = {
  [times.joinTime]: "Milliseconds",
  [levels.loopLag]: "Milliseconds",
  [levels.outboxAge]: "Seconds",
  [levels.timeToSeat]: "Seconds",
};

/** At most `mostValues` of what was seen, each as likely as any other. */
function createSample() {
  let seen = 0;
  let kept: number[] = [];
  return {
    add(value: number): void {
      seen += 1;
      if (kept.length < mostValues) {
        kept.push(value);
        return;
      }
      const place = Math.floor(Math.random() * seen);
      if (place < mostValues) kept[place] = value;
    },
    take(): number[] {
      const taken = kept;
      [seen, kept] = [0, []];
      return taken;
    },
  };
}

interface World {
  readonly readLevels: ReadLevels;
  readonly now: () => number;
  /** One line of the log, which CloudWatch reads metrics from (embedded metric format). */
  readonly write: (line: string) => void;
}

/** `tell` writes what was counted since it last did and how it stands now: one line, without dimensions. */
export function createEmf({ readLevels, now, write }: World): Metrics & { tell(): Promise<void> } {
  const counted = new Map<CountName, number>(Object.values(counts).map((name) => [name, 0]));
  const timed = new Map<TimeName, ReturnType<typeof createSample>>();
  for (const name of Object.values(times)) timed.set(name, createSample());

  /** Counted from zero again. */
  function take(): Record<string, number | number[]> {
    const taken: Record<string, number | number[]> = Object.fromEntries(counted);
    for (const name of counted.keys()) counted.set(name, 0);
    for (const [name, sample] of timed) {
      const values = sample.take();
      if (values.length > 0) taken[name] = values;
    }
    return taken;
  }
  return {
    count: (name) => void counted.set(name, (counted.get(name) ?? 0) + 1),
    time: (name, ms) => timed.get(name)?.add(ms),
    async tell() {
      const values = { ...(await readLevels()), ...take() };
      const told = Object.keys(values).map((Name) => ({ Name, Unit: units[Name] ?? "Count" }));
      const directive = { Namespace: metricSpace, Dimensions: [[]], Metrics: told };
      write(JSON.stringify({ _aws: { Timestamp: now(), CloudWatchMetrics: [directive] }, ...values }));
    },
  };
}
