import { expect, test } from "vitest";
import { readMetrics } from "./setting-metrics.ts";

test("S40: nothing is measured unless asked for; /metrics is this machine's alone unless told otherwise", () => {
  expect(readMetrics({})).toEqual({ to: "off" });
  expect(readMetrics({ METRICS: "emf" })).toEqual({ to: "emf" });
  expect(readMetrics({ METRICS: "prometheus" })).toEqual({ to: "prometheus", host: "127.0.0.1", port: 9_464 });
  const elsewhere = { METRICS: "prometheus", METRICS_HOST: "10.0.0.5", METRICS_PORT: "9000" };
  expect(readMetrics(elsewhere)).toEqual({ to: "prometheus", host: "10.0.0.5", port: 9_000 });
});

test.each(["", "on", "statsd"])("METRICS=%s is refused by name", (METRICS) => {
  expect(() => readMetrics({ METRICS })).toThrow("METRICS must be");
});
