import type { Metrics } from "./metrics.ts";

/** Nothing is measured. */
export const noMetrics: Metrics = { count: () => undefined, time: () => undefined };
