import { AdjustmentType } from "aws-cdk-lib/aws-applicationautoscaling";
import { type AutoScalingGroup, AdjustmentType as GroupAdjustment } from "aws-cdk-lib/aws-autoscaling";
import type { Cluster } from "aws-cdk-lib/aws-ecs";
import { Duration } from "aws-cdk-lib/core";
import type { Parameters } from "../parameters.ts";
import type { Running } from "./service.ts";

/** The source's steps (S40): out when the busiest has 80 % twice in a row, in when all have 10 % for ten minutes. */
const out = { period: Duration.seconds(60), statistic: "Maximum" };
const inward = { period: Duration.seconds(600), statistic: "Average" };
const twice = { evaluationPeriods: 2, datapointsToAlarm: 2 };
const once = { evaluationPeriods: 1 };
/** A host takes part in what the policy counts when it has joined the cluster. */
const hostStarts = { estimatedInstanceWarmup: Duration.seconds(120) };
// A second step each, since CDK makes no policy of one.
const outSteps = [
  { lower: 80, change: 2 },
  { lower: 95, change: 4 },
];
const inSteps = [
  { upper: 10, change: -1 },
  { upper: 5, change: -2 },
];

/** Both kinds of policy, for the server's copies. */
export function scaleService({ service }: Running, { tasks }: Parameters): void {
  const count = service.autoScaleTaskCount({ minCapacity: tasks.usual, maxCapacity: tasks.most });
  const adjustmentType = AdjustmentType.CHANGE_IN_CAPACITY;
  const [busiest, all] = [service.metricCpuUtilization(out), service.metricCpuUtilization(inward)];
  count.scaleOnMetric("Out", {
    metric: busiest,
    scalingSteps: outSteps,
    adjustmentType,
    ...twice,
    cooldown: out.period,
  });
  count.scaleOnMetric("In", { metric: all, scalingSteps: inSteps, adjustmentType, ...once, cooldown: inward.period });
}

/**
 * And for the hosts they run on, by what the cluster's hosts have to do. CDK warns here of a `cooldown`, which nobody
 * gives: it hands one on to its own policy also where there is none. Without a switch that hides all such warnings,
 * that cannot be helped.
 */
export function scaleHosts(group: AutoScalingGroup, cluster: Cluster): void {
  const adjustmentType = GroupAdjustment.CHANGE_IN_CAPACITY;
  const [busiest, all] = [cluster.metricCpuUtilization(out), cluster.metricCpuUtilization(inward)];
  group.scaleOnMetric("Out", { metric: busiest, scalingSteps: outSteps, adjustmentType, ...twice, ...hostStarts });
  group.scaleOnMetric("In", { metric: all, scalingSteps: inSteps, adjustmentType, ...once });
}
