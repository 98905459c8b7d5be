import { expect, onTestFinished, test } from "vitest";
import { type Levels, levels, metrics } from "../../../shared/metrics.ts";
import { freePort } from "../../../test/services/free-port.ts";
import { createEmf } from "./metrics.emf.ts";
import { createPrometheus } from "./metrics.prometheus.ts";
import type { Metrics } from "./metrics.ts";
import { serveMetrics } from "./scrape.ts";

function press(measured: Metrics, times: number): void {
  for (let one = 0; one < times; one += 1) {
    measured.count(metrics.joins);
    measured.time(metrics.joinTime, one);
  }
}

test("S40: Prometheus is told counts, durations and levels, and nothing of what is not known", async () => {
  let now: Levels = { [levels.oversold]: 0, [levels.sockets]: 7 };
  const prometheus = createPrometheus(async () => now);
  press(prometheus, 3);
  const text = await prometheus.text();
  for (const line of ["popline_joins_total 3", "popline_joins_in_time_total 0", "popline_join_time_ms_count 3"]) {
    expect(text).toMatch(new RegExp(`^${line}$`, "m"));
  }
  expect(text).toMatch(/^popline_oversold 0$/m);
  expect(text).toMatch(/^popline_sockets 7$/m);
  now = { [levels.sockets]: 8 };
  const later = await prometheus.text();
  expect(later).toMatch(/^popline_sockets 8$/m);
  expect(later).not.toMatch(/^popline_(oversold|outbox_age) /m);
});

test("S40: EMF is one line a minute, of at most 100 durations, and counts from zero again", async () => {
  const lines: string[] = [];
  const readLevels = async () => ({ [levels.outboxAge]: 61 });
  const emf = createEmf({ readLevels, now: () => 1_800_000_000_000, write: (line) => lines.push(line) });
  press(emf, 1_000);
  await emf.tell();
  await emf.tell();
  const [first, second] = lines.map((line) => JSON.parse(line));
  expect(first).toMatchObject({ [metrics.joins]: 1_000, [levels.outboxAge]: 61 });
  expect(first[metrics.joinTime]).toHaveLength(100);
  expect(Math.max(...first[metrics.joinTime])).toBeGreaterThan(500);
  expect(first._aws.Timestamp).toBe(1_800_000_000_000);
  expect(first._aws.CloudWatchMetrics[0].Metrics).toContainEqual({ Name: "OutboxAge", Unit: "Seconds" });
  expect(second).toMatchObject({ [metrics.joins]: 0 });
  expect(second).not.toHaveProperty(metrics.joinTime);
});

test("S40: /metrics is at an address of its own, and nothing else is there", async () => {
  const port = await freePort();
  let text = async () => "popline_joins_total 3\n";
  const door = await serveMetrics({ host: "127.0.0.1", port, text: () => text() });
  onTestFinished(door.stop);
  const at = (path: string, method = "GET") => fetch(`http://127.0.0.1:${port}${path}`, { method });
  expect(await (await at("/metrics")).text()).toContain("popline_joins_total 3");
  expect((await at("/")).status).toBe(404);
  expect((await at("/metrics", "POST")).status).toBe(404);
  text = async () => {
    throw new Error("secret");
  };
  const failed = await at("/metrics");
  expect([failed.status, await failed.text()]).toEqual([503, ""]);
});
