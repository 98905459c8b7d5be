import { type Environment, readCount, SettingsError } from "./setting-values.ts";

/** Where measurements go: nowhere, to whoever scrapes `/metrics` at an address of its own, or to the log as EMF. */
export type MetricSettings =
  | { readonly to: "off" }
  | { readonly to: "emf" }
  | { readonly to: "prometheus"; readonly host: string; readonly port: number };

/** The port that Prometheus has given to exporters of telemetry. */
const usualPort = 9_464;

export function readMetrics(environment: Environment): MetricSettings {
  const to = environment.METRICS ?? "off";
  if (to === "off" || to === "emf") return { to };
  if (to !== "prometheus") {
    throw new SettingsError(`METRICS must be "off", "prometheus" or "emf", not: ${to || "empty"}`);
  }
  const port = readCount(environment, "METRICS_PORT", { otherwise: usualPort, least: 0, most: 65_535 });
  return { to, host: environment.METRICS_HOST ?? "127.0.0.1", port };
}
