import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import { Duration } from "aws-cdk-lib/core";
import { type MetricName, metricSpace } from "../../../shared/metrics.ts";

/** What servers measure, of all of them together. */
export function signal(metricName: MetricName, statistic: string, minutes = 1): Metric {
  return new Metric({ namespace: metricSpace, metricName, statistic, period: Duration.minutes(minutes) });
}
