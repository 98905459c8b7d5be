import { expect, onTestFinished, test } from "vitest";
import { waitUntil } from "../load/processes/wait-until.ts";
import { counts, type Levels, levelAlarms, levels, silentAlarm } from "../shared/metrics.ts";
import { openMetrics } from "./metrics-wiring.ts";
import { realClock } from "./platform/clock.ts";

test("S40: while the database does not answer, its levels are not told as 0 but not at all", async () => {
  const lines: string[] = [];
  const troubles: unknown[] = [];
  const well: Levels = Object.fromEntries(Object.values(levelAlarms).map(({ reads }) => [reads, 0]));
  let read = async (): Promise<Levels> => well;
  const measuring = await openMetrics({
    ...{ settings: { metrics: { to: "emf" } }, clock: realClock, signals: { read: () => read() } },
    ...{ log: (line) => lines.push(line), onTrouble: (error) => troubles.push(error) },
  });
  onTestFinished(measuring.stop);
  const [[everyMs, tell] = []] = Object.values(measuring.rounds);
  // What servers-silent and the length of its silence go by (decision 0060).
  expect(everyMs).toBe(60_000);
  await tell?.();
  read = async () => {
    throw new Error("away");
  };
  await tell?.();
  const [before, during] = lines.map((line) => JSON.parse(line));
  expect(before).toMatchObject({ ...well, [silentAlarm.reads]: 0 });
  for (const reads of Object.keys(well)) expect(during).not.toHaveProperty(reads);
  // What the process knows by itself is told, so that one sees which of the two is away.
  expect(during).toMatchObject({ [levels.sockets]: 0, [counts.joins]: 0 });
  expect(troubles).toEqual([new Error("away")]);
});

test("S40: how late the event loop comes is told, from the last telling on", async () => {
  const lines: string[] = [];
  const measuring = await openMetrics({
    ...{ settings: { metrics: { to: "emf" } }, clock: realClock, signals: { read: async () => ({}) } },
    ...{ log: (line) => lines.push(line), onTrouble: () => undefined },
  });
  onTestFinished(measuring.stop);
  const [[, tell] = []] = Object.values(measuring.rounds);
  const lateMs = async (): Promise<number> => {
    await tell?.();
    return JSON.parse(lines.at(-1) as string)[levels.loopLag];
  };
  const busy = setInterval(() => {
    const until = performance.now() + 150;
    while (performance.now() < until);
  });
  onTestFinished(() => clearInterval(busy));
  // Seldom enough that the loop's clock is looked at twice in between: it has nothing to say before.
  await waitUntil(async () => (await lateMs()) > 50, { what: "a loop that is busy is late", everyMs: 400 });
  clearInterval(busy);
  // The first may still be of the busy loop; what it was must not stay in what is told after.
  await lateMs();
  expect(await lateMs()).toBeLessThan(50);
});
