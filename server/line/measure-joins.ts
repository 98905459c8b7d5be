import { joinWithinMs, metrics } from "../../shared/metrics.ts";
import type { Metrics } from "../platform/metrics/metrics.ts";
import type { OnAnswered } from "./routes.ts";

const firstFaultStatus = 500;

/** Counts each press, how long its answer took, and whether it was answered in time and without a fault of ours. */
export function measureJoins({ count, time }: Metrics): OnAnswered {
  return (_slot, status, _refused, elapsedMs) => {
    count(metrics.joins);
    if (status < firstFaultStatus && elapsedMs < joinWithinMs) count(metrics.joinsInTime);
    time(metrics.joinTime, elapsedMs);
  };
}
