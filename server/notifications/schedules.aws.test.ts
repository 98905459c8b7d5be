import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { queueArn, region, roleArn } from "../../test/services/aws.ts";
import { startScheduleServer } from "../../test/services/schedule-server.ts";
import { createAwsSchedules } from "./schedules.aws.ts";
import { createScheduleKeeping } from "./schedules-service.ts";

let scheduler: Awaited<ReturnType<typeof startScheduleServer>>;
beforeAll(async () => {
  scheduler = await startScheduleServer();
});
afterAll(() => scheduler.close());
beforeEach(() => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "tests");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "tests");
  vi.stubEnv("AWS_ENDPOINT_URL_SCHEDULER", scheduler.url);
  scheduler.gates.answer = undefined;
  scheduler.schedules.clear();
  scheduler.requests.splice(0);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const keep = (...zones: string[]) => keepFor(queueArn, ...zones);
async function keepFor(queueArn: string, ...zones: string[]): Promise<void> {
  const schedules = createAwsSchedules({ region, queueArn, roleArn });
  const keeping = createScheduleKeeping(schedules, { timeZones: async (most) => zones.slice(0, most) });
  await keeping.keep().finally(keeping.close);
}
const verbs = () => scheduler.requests.map((request) => request.split(" ")[0]);

test("S31, S32: one schedule for each time zone, at 15:00 there, whatever its clocks do", async () => {
  await keep("Asia/Seoul", "America/New_York", "Etc/GMT+5");
  const kept = [...scheduler.schedules];
  expect(kept.map(([, { ScheduleExpressionTimezone }]) => ScheduleExpressionTimezone)).toEqual([
    "Asia/Seoul",
    "America/New_York",
    "Etc/GMT+5",
  ]);
  for (const [name, schedule] of kept) {
    expect(name).toMatch(/^[0-9a-zA-Z_.-]{1,64}$/);
    expect(schedule).toMatchObject({
      ScheduleExpression: "cron(0 15 * * ? *)",
      FlexibleTimeWindow: { Mode: "OFF" },
      Target: { Arn: queueArn, RoleArn: roleArn, Input: '{"remind":true}' },
    });
  }
  expect(new Set(kept.map(([name]) => name)).size).toBe(3);
});

test("S32: a schedule that is there is set right, not made twice", async () => {
  await keep("Asia/Seoul");
  const [[name, schedule]] = [...scheduler.schedules] as [[string, object]];
  scheduler.schedules.set(name, { ...schedule, ScheduleExpression: "cron(0 9 * * ? *)" } as never);
  await keep("Asia/Seoul");
  expect(verbs()).toEqual(["POST", "POST", "PUT"]);
  expect([...scheduler.schedules.values()].map(({ ScheduleExpression }) => ScheduleExpression)).toEqual([
    "cron(0 15 * * ? *)",
  ]);
});

test("S32: two installations in one account, a queue each, keep a schedule each of the same zone", async () => {
  const queues = [queueArn, `${queueArn}-staging`];
  for (const queue of [...queues, ...queues]) await keepFor(queue, "Asia/Seoul");
  expect([...scheduler.schedules.values()].map(({ Target }) => Target.Arn)).toEqual(queues);
});

test("S32: throttled it is asked again, by the SDK's own pauses, and given up after three requests", async () => {
  let left = 1;
  const throttled = { status: 429, error: "ThrottlingException" };
  scheduler.gates.answer = () => (left-- > 0 ? throttled : undefined);
  await keep("Asia/Seoul");
  expect([verbs(), scheduler.schedules.size]).toEqual([["POST", "POST"], 1]);

  scheduler.requests.splice(0);
  scheduler.schedules.clear();
  scheduler.gates.answer = () => throttled;
  await expect(keep("Asia/Seoul")).rejects.toMatchObject({ errors: [{ name: "ThrottlingException" }] });
  expect([verbs().length, scheduler.schedules.size]).toEqual([3, 0]);
});

test("a zone that the scheduler does not know leaves the others alone, and of 101 the first 100 are kept", async () => {
  scheduler.gates.answer = () =>
    scheduler.requests.length === 1 ? { status: 400, error: "ValidationException" } : undefined;
  const zones = Array.from({ length: 101 }, (_, at) => `Test/Zone${at}`);
  await expect(keep(...zones)).rejects.toMatchObject({ errors: [{ name: "ValidationException" }] });
  expect(scheduler.schedules.size).toBe(99);
});

test("a scheduler that refuses three in a row is left alone until the next round", async () => {
  scheduler.gates.answer = () => ({ status: 400, error: "ValidationException" });
  await expect(keep("A/1", "A/2", "A/3", "A/4")).rejects.toMatchObject({ errors: { length: 3 } });
  expect(verbs()).toEqual(["POST", "POST", "POST"]);
});
