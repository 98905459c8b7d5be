import { type AwsAnswer, startLoopback } from "./loopback.ts";

export interface KeptSchedule {
  readonly ScheduleExpression: string;
  readonly ScheduleExpressionTimezone: string;
  readonly FlexibleTimeWindow: { readonly Mode: string };
  readonly Target: { readonly Arn: string; readonly RoleArn: string; readonly Input: string };
}

/** EventBridge Scheduler on loopback, as far as schedules are made and set right; it wakes nobody by itself. */
export async function startScheduleServer() {
  const schedules = new Map<string, KeptSchedule>();
  const requests: string[] = [];
  const gates: { answer?: ((request: string) => AwsAnswer | undefined) | undefined } = {};

  const server = await startLoopback(async ({ method = "", url = "" }, body) => {
    const name = decodeURIComponent(/^\/schedules\/([^/?]+)$/.exec(url)?.[1] ?? "");
    requests.push(`${method} ${name}`);
    const told = gates.answer?.(method);
    if (told !== undefined) return told;
    const isThere = schedules.has(name);
    if (name === "" || !/^(POST|PUT)$/.test(method)) return { status: 400, error: "ValidationException" };
    if (method === "POST" && isThere) return { status: 409, error: "ConflictException" };
    if (method === "PUT" && !isThere) return { status: 404, error: "ResourceNotFoundException" };
    schedules.set(name, JSON.parse(body.toString()));
    return {
      status: 200,
      body: { ScheduleArn: `arn:aws:scheduler:ap-northeast-2:000000000000:schedule/default/${name}` },
    };
  });
  return { ...server, schedules, requests, gates };
}
