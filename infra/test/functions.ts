import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { database, type Promised, subnets, testPromises } from "./promised.ts";
import { modes, propertiesOf } from "./synthesized.ts";

// What the functions are given, what wakes them, and the queues between.

const mailFunction = { type: "AWS::Lambda::Function", of: { FunctionName: "popline-mail-function" } };
const warmUp = { type: "AWS::Lambda::Function", of: { FunctionName: "popline-warm-up-function" } };
const queue = (name: string) => ({ type: "AWS::SQS::Queue", of: { QueueName: `popline-${name}` } });
/** Six times what the function may take, as AWS says of queues in front of a Lambda. */
const patience = { VisibilityTimeout: 360 };
const inside = {
  VpcConfig: { SecurityGroupIds: ["<functionsFirewall.GroupId>"], SubnetIds: subnets("private") },
};
const login = { PGUSER: ["<LoginAttachment>", "username"], PGPASSWORD: ["<LoginAttachment>", "password"] };

const promised: Readonly<Record<string, Promised>> = {
  "S31: who sends mails asks the queue for what it was given within a minute; after three times it is a dead letter": {
    ...queue("mails"),
    has: { ...patience, RedrivePolicy: { deadLetterTargetArn: "<MailsDead.Arn>", maxReceiveCount: 3 } },
  },
  "S32: reminders likewise": {
    ...queue("remind-tomorrow"),
    has: { ...patience, RedrivePolicy: { deadLetterTargetArn: "<RemindersDead.Arn>", maxReceiveCount: 3 } },
  },
  "S31: the function of mails reads the queue of mails": {
    type: "AWS::Lambda::EventSourceMapping",
    of: { EventSourceArn: "<Mails.Arn>" },
    has: { FunctionName: "<MailFunction>", BatchSize: 10, ScalingConfig: { MaximumConcurrency: 5 } },
  },
  "S32: and that of reminders": {
    type: "AWS::Lambda::EventSourceMapping",
    of: { EventSourceArn: "<Reminders.Arn>" },
    has: { FunctionName: "<MailFunction>", BatchSize: 10, ScalingConfig: { MaximumConcurrency: 5 } },
  },
  "S32: the schedule puts the word to remind on the queue that the function reads, and may": {
    type: "AWS::Scheduler::Schedule",
    of: { Name: "popline-remind-tomorrow" },
    has: { Target: { Arn: "<Reminders.Arn>" }, State: "ENABLED" },
  },
  "S31: the function has a minute, and knows what seals addresses and signs pushes": {
    ...mailFunction,
    has: {
      Timeout: 60,
      ...inside,
      Environment: {
        Variables: {
          DATABASE_URL: database("EndpointAddress"),
          KEPT_SECRETS: JSON.stringify({
            ...login,
            ...{ SESSION_SECRET: ["<Kept>", "SESSION_SECRET"], VAPID_PRIVATE_KEY: ["<Kept>", "VAPID_PRIVATE_KEY"] },
          }),
        },
      },
    },
  },
  "S39: the function that warms up reads openings where servers do": {
    ...warmUp,
    has: {
      ...inside,
      Environment: {
        Variables: {
          DATABASE_URL: database("EndpointAddress"),
          KEPT_SECRETS: JSON.stringify(login),
        },
      },
    },
  },
  "S39: and is woken, which is not switched off": {
    type: "AWS::Scheduler::Schedule",
    of: { Name: "popline-warm-up" },
    has: { Target: { Arn: "<WarmUp.Arn>" }, State: "ENABLED" },
  },
};

testPromises(promised);

describe.each(modes)("with compute %s", (mode) => {
  test("S31: functions run what is built under their names", () => {
    const built = readFileSync(join(import.meta.dirname, "../../scripts/setup/programs.mjs"), "utf8");
    const functions = propertiesOf(mode, "AWS::Lambda::Function").filter(({ FunctionName }) => FunctionName);
    expect(functions).toHaveLength(2);
    for (const { FunctionName, Handler } of functions) {
      const program = FunctionName.replace("popline-", "");
      expect(Handler).toBe(`dist/programs/${program}.handler`);
      expect(existsSync(join(import.meta.dirname, `../../server/${program}.ts`))).toBe(true);
      expect(built).toContain(`${program}.ts`);
    }
  });
});
