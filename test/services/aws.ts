import { vi } from "vitest";
import { startMailEndpoint } from "./mail-endpoint.ts";
import { startQueueServer } from "./queue-server.ts";
import { startScheduleServer } from "./schedule-server.ts";

export const region = "ap-northeast-2";
export const queueArn = `arn:aws:sqs:${region}:000000000000:remind-tomorrow`;
export const roleArn = "arn:aws:iam::000000000000:role/popline-scheduler";

export type Aws = Awaited<ReturnType<typeof startAws>>;

/** SES, SQS and Scheduler on loopback, where the real SDK finds them by its own settings until `close`. */
export async function startAws() {
  const [mail, queue, schedule] = await Promise.all([startMailEndpoint(), startQueueServer(), startScheduleServer()]);
  vi.stubEnv("AWS_REGION", region);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "tests");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "tests");
  vi.stubEnv("AWS_ENDPOINT_URL_SESV2", mail.url);
  vi.stubEnv("AWS_ENDPOINT_URL_SQS", queue.url);
  vi.stubEnv("AWS_ENDPOINT_URL_SCHEDULER", schedule.url);
  return {
    mail,
    queue,
    schedule,
    async close(): Promise<void> {
      vi.unstubAllEnvs();
      await Promise.all([mail.close(), queue.close(), schedule.close()]);
    },
  };
}
