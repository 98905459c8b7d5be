import { createHash } from "node:crypto";
import type { Schedules } from "./ports.ts";

export interface RemindSettings {
  readonly region: string;
  /** Of the queue whose records the Lambda gets. */
  readonly queueArn: string;
  /** As whom the scheduler puts a record there. */
  readonly roleArn: string;
}

/** Requests for one schedule, by the SDK's own pauses, and their time in all. */
const mostAttempts = 3;
const requestMs = 5_000;
/** What the scheduler does when the queue does not answer; after that the next round here reminds all the same. */
const repeats = { MaximumEventAgeInSeconds: 3_600, MaximumRetryAttempts: 10 };

async function connect(region: string) {
  const { SchedulerClient, CreateScheduleCommand, UpdateScheduleCommand } = await import("@aws-sdk/client-scheduler");
  const client = new SchedulerClient({ region, maxAttempts: mostAttempts });
  return { client, CreateScheduleCommand, UpdateScheduleCommand };
}

/** One name per queue and zone, so that two installations in one account leave each other's alone. */
function nameOf(queueArn: string, timeZone: string): string {
  const queue = createHash("sha256").update(queueArn).digest("hex").slice(0, 8);
  return `popline-remind-${queue}-${timeZone.replace(/[^\w-]/g, ".")}`.slice(0, 64);
}

/** Recurring schedules of EventBridge Scheduler: at 15:00 there each day a record is put on the queue. */
export function createAwsSchedules({ region, queueArn, roleArn }: RemindSettings): Schedules {
  let connection: ReturnType<typeof connect> | null = null;

  const scheduleOf = (timeZone: string) => ({
    Name: nameOf(queueArn, timeZone),
    Description: `Popline: reminders of tomorrow, ${timeZone}`,
    ScheduleExpression: "cron(0 15 * * ? *)",
    ScheduleExpressionTimezone: timeZone,
    FlexibleTimeWindow: { Mode: "OFF" as const },
    Target: { Arn: queueArn, RoleArn: roleArn, Input: JSON.stringify({ remind: true }), RetryPolicy: repeats },
  });

  return {
    async keep(timeZone) {
      connection ??= connect(region);
      const { client, CreateScheduleCommand, UpdateScheduleCommand } = await connection;
      const schedule = scheduleOf(timeZone);
      const options = { abortSignal: AbortSignal.timeout(requestMs) };
      try {
        await client.send(new CreateScheduleCommand(schedule), options);
      } catch (error) {
        if ((error as Error).name !== "ConflictException") throw error;
        await client.send(new UpdateScheduleCommand(schedule), options);
      }
    },
    async close() {
      (await connection)?.client.destroy();
    },
  };
}
