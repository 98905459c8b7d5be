import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { Schedule, ScheduleExpression } from "aws-cdk-lib/aws-scheduler";
import { LambdaInvoke } from "aws-cdk-lib/aws-scheduler-targets";
import { Duration, Stack } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { Parameters } from "../parameters.ts";
import type { Data } from "../stacks/data.ts";
import type { Network } from "../stacks/network.ts";
import { addressOf } from "./database.ts";
import { hostsFor } from "./hosts.ts";
import { createProgram } from "./program.ts";
import type { Running } from "./service.ts";

interface World {
  readonly network: Network;
  readonly data: Data;
  readonly parameters: Parameters;
  readonly running: Running;
}

/** The floors of copies and hosts, and nothing else of them. */
function permissions(scope: Construct, { running }: World): PolicyStatement[] {
  const { account, region } = Stack.of(scope);
  const scalable = `arn:aws:application-autoscaling:${region}:${account}:scalable-target/*`;
  const ofService = { StringEquals: { "application-autoscaling:service-namespace": "ecs" } };
  const floors = new PolicyStatement({
    ...{ actions: ["application-autoscaling:RegisterScalableTarget"], resources: [scalable], conditions: ofService },
  });
  const { group } = running;
  if (group === null) return [floors];
  const resources = [`arn:aws:autoscaling:${region}:${account}:autoScalingGroup:*:autoScalingGroupName/popline`];
  return [floors, new PolicyStatement({ actions: ["autoscaling:UpdateAutoScalingGroup"], resources })];
}

/**
 * Each minute a function looks which openings begin within a quarter of an hour or are on, and sets the floor below
 * which nothing scales in (server/warm-up-function.ts; docs/decisions/0041). No rule that waits for load meets a rush
 * of ten seconds.
 */
export function createWarmUp(scope: Construct, world: World): void {
  const { network, data, parameters, running } = world;
  const { usual, warm } = parameters.tasks;
  const lambda = createProgram(scope, "WarmUp", {
    ...{ network, folder: parameters.functionFolder, program: "warm-up-function" },
    environment: {
      DATABASE_URL: addressOf(data.cluster.clusterEndpoint.hostname),
      FLOOR_SERVICE: "service/popline/popline",
      FLOOR_TASKS: `${usual},${warm}`,
      ...(running.group && { FLOOR_GROUP: "popline", FLOOR_HOSTS: `${hostsFor(usual)},${hostsFor(warm)}` }),
    },
    secrets: {
      PGUSER: { secret: data.login, field: "username" },
      PGPASSWORD: { secret: data.login, field: "password" },
    },
  });
  for (const permission of permissions(scope, world)) lambda.addToRolePolicy(permission);
  new Schedule(scope, "EachMinute", {
    ...{ scheduleName: "popline-warm-up", description: "Raises the floor before openings, lowers it after" },
    schedule: ScheduleExpression.rate(Duration.minutes(1)),
    target: new LambdaInvoke(lambda, { maxEventAge: Duration.minutes(1), retryAttempts: 0 }),
  });
}
