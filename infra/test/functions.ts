import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { database, type Promised, subnets, testPromises, text } from "./promised.ts";
import { readable } from "./readable.ts";
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
/** Without it nothing answers where functions ask for their secrets. */
const asksForSecrets = { Layers: [text(":layer:AWS-Parameters-and-Secrets-Lambda-Extension-Arm64:")] };
const login = { PGUSER: ["<LoginAttachment>", "username"], PGPASSWORD: ["<LoginAttachment>", "password"] };

const promised: Readonly<Record<string, Promised>> = {
  "S31: who sends mails asks the queue for what it was given within a minute; after three times it is a dead letter": {
    ...queue("mails"),
    has: {
      ...{ ...patience, MessageRetentionPeriod: 3_600 },
      RedrivePolicy: { deadLetterTargetArn: "<MailsDead.Arn>", maxReceiveCount: 3 },
    },
  },
  "S32: reminders likewise": {
    ...queue("remind-tomorrow"),
    has: {
      ...{ ...patience, MessageRetentionPeriod: 24 * 3_600 },
      RedrivePolicy: { deadLetterTargetArn: "<RemindersDead.Arn>", maxReceiveCount: 3 },
    },
  },
  "S31: a mail that failed is there for two weeks": {
    ...queue("mails-dead"),
    has: { MessageRetentionPeriod: 14 * 24 * 3_600 },
  },
  "S32: so is the word to remind": {
    ...queue("remind-tomorrow-dead"),
    has: { MessageRetentionPeriod: 14 * 24 * 3_600 },
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
  "S31: the function has a minute, and may ask for its secrets": {
    ...mailFunction,
    has: { Timeout: 60, ...inside, ...asksForSecrets },
  },
  "S39: the function that warms up is where it reaches the database, and may ask for its secrets": {
    ...warmUp,
    has: { ...inside, ...asksForSecrets },
  },
  "S39: and is woken, which is not switched off": {
    type: "AWS::Scheduler::Schedule",
    of: { Name: "popline-warm-up" },
    has: { Target: { Arn: "<WarmUp.Arn>" }, State: "ENABLED" },
  },
};

testPromises(promised);

/** What both are told: where the database is, and who signs its certificate. */
const toldBoth = {
  ...{ NODE_ENV: "production", DATABASE_URL: database("EndpointAddress") },
  NODE_EXTRA_CA_CERTS: "/var/runtime/ca-cert.pem",
};
/** How AWS's extension keeps secrets, as CDK has it. */
const ofExtension = /^(PARAMETERS_SECRETS_EXTENSION|SECRETS_MANAGER|SSM_PARAMETER_STORE)_/;

describe.each(modes)("with compute %s", (mode) => {
  test("S31, S39: functions are told what seals addresses, signs pushes, stands in mails and is a floor", () => {
    const sealing = {
      SESSION_SECRET: ["<Kept>", "SESSION_SECRET"],
      VAPID_PRIVATE_KEY: ["<Kept>", "VAPID_PRIVATE_KEY"],
    };
    const functions = propertiesOf(mode, "AWS::Lambda::Function").filter(({ FunctionName }) => FunctionName);
    const told = functions.map((one) => {
      const variables = Object.entries(readable(one).Environment.Variables);
      return [one.FunctionName, Object.fromEntries(variables.filter(([name]) => !ofExtension.test(name)))];
    });
    expect(Object.fromEntries(told)).toEqual({
      "popline-mail-function": {
        ...{ ...toldBoth, PUBLIC_URL: "https://popline.example", MAIL_FROM: "Popline <hello@popline.example>" },
        KEPT_SECRETS: JSON.stringify({ ...login, ...sealing }),
      },
      "popline-warm-up-function": {
        ...{ ...toldBoth, KEPT_SECRETS: JSON.stringify(login) },
        ...{ FLOOR_SERVICE: "service/popline/popline", FLOOR_TASKS: "2,8" },
        ...(mode === "ec2" && { FLOOR_GROUP: "popline", FLOOR_HOSTS: "2,5" }),
      },
    });
  });

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
