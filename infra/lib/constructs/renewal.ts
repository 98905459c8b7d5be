import type { BaseService } from "aws-cdk-lib/aws-ecs";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { Schedule, ScheduleExpression, ScheduleTargetInput } from "aws-cdk-lib/aws-scheduler";
import { Universal } from "aws-cdk-lib/aws-scheduler-targets";
import { TimeZone } from "aws-cdk-lib/core";
import type { Construct } from "constructs";

/**
 * A week is the oldest that a copy of the server gets. It reads its secrets when it starts, and a login of the database
 * is good for two turns of thirty days (database.ts).
 */
export function renewServers(scope: Construct, { serviceArn }: BaseService): void {
  const input = { Cluster: "popline", Service: "popline", ForceNewDeployment: true };
  const mayUpdate = new PolicyStatement({ actions: ["ecs:UpdateService"], resources: [serviceArn] });
  new Schedule(scope, "Renewal", {
    ...{ scheduleName: "popline-renewal", description: "Servers start anew, with the secrets of the day" },
    schedule: ScheduleExpression.expression("cron(30 4 ? * TUE *)", TimeZone.of("Asia/Seoul")),
    target: new Universal({
      ...{ service: "ecs", action: "updateService", input: ScheduleTargetInput.fromObject(input) },
      policyStatements: [mayUpdate],
    }),
  });
}
