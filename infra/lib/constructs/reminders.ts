import { Schedule, ScheduleExpression, ScheduleTargetInput } from "aws-cdk-lib/aws-scheduler";
import { SqsSendMessage } from "aws-cdk-lib/aws-scheduler-targets";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { TimeZone } from "aws-cdk-lib/core";
import type { Construct } from "constructs";

/**
 * One schedule for all bookings: at 15:00 each day the function is told to write the reminders of tomorrow. One of each
 * booking would not be atomic with it (OPERATIONS, the row "EventBridge Scheduler").
 */
export function createReminders(scope: Construct, queue: IQueue): Schedule {
  const input = ScheduleTargetInput.fromObject({ remind: true });
  return new Schedule(scope, "RemindTomorrow", {
    scheduleName: "popline-remind-tomorrow",
    description: "Reminders of tomorrow, by way of the outbox",
    schedule: ScheduleExpression.expression("cron(0 15 * * ? *)", TimeZone.of("Asia/Seoul")),
    target: new SqsSendMessage(queue, { input }),
  });
}
