import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { serverFlags } from "../../scripts/setup/server-flags.mjs";
import {
  allows,
  among,
  attributes,
  kept,
  type Promised,
  parameter,
  policy,
  subnets,
  testPromises,
  text,
  words,
} from "./promised.ts";
import { modes, propertiesOf } from "./synthesized.ts";

// What a row of the table in OPERATIONS says of one resource, figure by figure; references are read by their names.

const serverTask = { type: "AWS::ECS::TaskDefinition", of: { Family: "popline" } };
const migration = { type: "AWS::ECS::TaskDefinition", of: { Family: "popline-migrate" } };
const service = { type: "AWS::ECS::Service" };
const targets = { type: "AWS::ElasticLoadBalancingV2::TargetGroup" };
const mailFunction = { type: "AWS::Lambda::Function", of: { FunctionName: "popline-mail-function" } };
const warmUp = { type: "AWS::Lambda::Function", of: { FunctionName: "popline-warm-up-function" } };
const database = (endpoint: string) => text(`postgres://<Database.${endpoint}>:5432/popline?sslmode=verify-full&`);
const container = (more: object) => ({ ContainerDefinitions: [expect.objectContaining(more)] });
const queue = (name: string) => ({ type: "AWS::SQS::Queue", of: { QueueName: `popline-${name}` } });
/** Six times what the function may take, as AWS says of queues in front of a Lambda. */
const patience = { VisibilityTimeout: 360 };

const operators: Readonly<Record<string, Promised>> = {
  "S40: alarms of this account may speak to the operators' topic": {
    type: "AWS::SNS::TopicPolicy",
    has: {
      Topics: ["<Operators>"],
      ...policy(
        allows("sns:Publish", "<Operators>", {
          Principal: { Service: "cloudwatch.amazonaws.com" },
          Condition: { StringEquals: { "aws:SourceAccount": "111111111111" } },
        }),
      ),
    },
  },
  "S40: what is said on the topic goes to the operators by mail": {
    type: "AWS::SNS::Subscription",
    has: { TopicArn: "<Operators>", Protocol: "email", Endpoint: "operators@popline.example" },
  },
};

const ofImage = { CpuArchitecture: "ARM64", OperatingSystemFamily: "LINUX" };

const servers: Readonly<Record<string, Promised>> = {
  "S39: the service runs the server, which has 40 s to end: it takes at most 25": {
    ...serverTask,
    has: container({ Command: [...serverFlags, "dist/programs/server.js"], StopTimeout: 40 }),
  },
  "S39: lists and searches go to the reader, all else to the writer": {
    ...serverTask,
    has: container({
      Environment: among(
        { Name: "DATABASE_URL", Value: database("EndpointAddress") },
        { Name: "DATABASE_REPLICA_URL", Value: database("ReadEndpointAddress") },
      ),
    }),
  },
  "D25: servers run on what the image is built for": {
    ...serverTask,
    has: { RuntimePlatform: ofImage },
    compute: "fargate",
  },
  "D25: hosts are what the image is built for": {
    type: "AWS::EC2::LaunchTemplate",
    has: { LaunchTemplateData: { InstanceType: "m7g.large" } },
    compute: "ec2",
  },
  "S39: servers are handed all secrets and words, and no others": {
    ...serverTask,
    has: container({
      Secrets: [
        ...kept("FIELD_KEYS", "KAKAO_CLIENT_SECRET", "KAKAO_ADMIN_KEY", "VAPID_PRIVATE_KEY", "SESSION_SECRET"),
        ...words({ MAIL_FROM: parameter("MailFrom"), PRIVACY_CONTACT: parameter("PrivacyContact") }),
        ...words({ KAKAO_CLIENT_ID: parameter("KakaoClientId"), PGUSER: "<LoginAttachment>:username::" }),
        ...words({ PGPASSWORD: "<LoginAttachment>:password::", REDIS_URL: "<CacheAddress>" }),
      ],
    }),
  },
  "S31: servers may put pointers on the queue of mails": {
    type: "AWS::IAM::Policy",
    of: { Roles: ["<TaskTaskRole>"] },
    has: policy(allows(["sqs:SendMessage"], "<Mails.Arn>")),
  },
  "S39: while releases change there are never fewer copies than wanted, inside the network": {
    ...service,
    has: {
      DeploymentConfiguration: { MinimumHealthyPercent: 100, MaximumPercent: 200 },
      NetworkConfiguration: {
        AwsvpcConfiguration: { SecurityGroups: ["<serversFirewall.GroupId>"], Subnets: subnets("private") },
      },
    },
  },
  "S39: who ends gets nobody new for 20 s before it is gone, and who fails three looks gets nobody": {
    ...targets,
    has: {
      ...{ HealthCheckIntervalSeconds: 5, HealthyThresholdCount: 2, UnhealthyThresholdCount: 3 },
      TargetGroupAttributes: attributes({ "deregistration_delay.timeout_seconds": "20" }),
    },
  },
  "S39: the service runs on the hosts that are its own": {
    ...service,
    has: { CapacityProviderStrategy: [{ CapacityProvider: "<Capacity>", Weight: 1 }] },
    compute: "ec2",
  },
  "S39: each Tuesday servers start anew, with the secrets of the day": {
    type: "AWS::Scheduler::Schedule",
    of: { Name: "popline-renewal" },
    has: {
      ...{ ScheduleExpression: "cron(30 4 ? * TUE *)", ScheduleExpressionTimezone: "Asia/Seoul", State: "ENABLED" },
      Target: {
        Arn: text(":scheduler:::aws-sdk:ecs:updateService"),
        Input: '{"Cluster":"popline","Service":"popline","ForceNewDeployment":true}',
      },
    },
  },
  "S40: hosts install CloudWatch's agent, tell it what to measure, and start it with that": {
    type: "AWS::EC2::LaunchTemplate",
    has: {
      LaunchTemplateData: {
        UserData: text(
          "\ndnf install -y amazon-cloudwatch-agent\ncat > /opt/aws/amazon-cloudwatch-agent/etc/",
          '"namespace":"Popline/Hosts"',
          '"measurement":["mem_used_percent"]',
          "\n/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -s -c file:/opt",
        ),
      },
    },
    compute: "ec2",
  },
};

const data: Readonly<Record<string, Promised>> = {
  "S39: whoever connects to the database does so by TLS": {
    type: "AWS::RDS::DBClusterParameterGroup",
    has: { Parameters: { "rds.force_ssl": "1" } },
  },
  "S39: the database goes by these settings, in its own subnets and behind its own firewall": {
    type: "AWS::RDS::DBCluster",
    has: {
      ...{ DBClusterParameterGroupName: "<DatabaseSettings>", DBSubnetGroupName: "<DatabaseSubnets>" },
      VpcSecurityGroupIds: ["<databaseFirewall.GroupId>"],
    },
  },
  "S39: the database is in the isolated subnets": {
    type: "AWS::RDS::DBSubnetGroup",
    has: { SubnetIds: subnets("isolated") },
  },
  "S39: the cache is in the isolated subnets": {
    type: "AWS::ElastiCache::SubnetGroup",
    has: { SubnetIds: subnets("isolated") },
  },
  "S39: the cache goes by its settings, noeviction among them, in those subnets and behind its own firewall": {
    type: "AWS::ElastiCache::ReplicationGroup",
    has: {
      ...{ CacheParameterGroupName: "<CacheSettings>", CacheSubnetGroupName: "<CacheSubnets>" },
      SecurityGroupIds: ["<cacheFirewall.GroupId>"],
    },
  },
  "D25: the task that migrates does so as who makes roles, at the writer, and knows the servers' password": {
    ...migration,
    has: {
      RuntimePlatform: ofImage,
      ...container({
        Command: ["dist/programs/migrate.js"],
        Environment: among({ Name: "DATABASE_URL", Value: database("EndpointAddress") }),
        Secrets: words({
          ...{ PGUSER: "<DatabaseSecretAttachment>:username::", PGPASSWORD: "<DatabaseSecretAttachment>:password::" },
          LOGIN_PASSWORD: "<LoginAttachment>:password::",
        }),
      }),
    },
  },
  "D25: fifty releases can be gone back to": {
    type: "AWS::ECR::Repository",
    has: {
      LifecyclePolicy: { LifecyclePolicyText: text('"countType":"imageCountMoreThan","countNumber":50},') },
    },
  },
};

const mails: Readonly<Record<string, Promised>> = {
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
      VpcConfig: { SecurityGroupIds: ["<functionsFirewall.GroupId>"], SubnetIds: subnets("private") },
      Environment: {
        Variables: {
          DATABASE_URL: database("EndpointAddress"),
          KEPT_SECRETS: JSON.stringify({
            ...{ PGUSER: ["<LoginAttachment>", "username"], PGPASSWORD: ["<LoginAttachment>", "password"] },
            ...{ SESSION_SECRET: ["<Kept>", "SESSION_SECRET"], VAPID_PRIVATE_KEY: ["<Kept>", "VAPID_PRIVATE_KEY"] },
          }),
        },
      },
    },
  },
  "S39: the function that warms up reads openings where servers do": {
    ...warmUp,
    has: {
      VpcConfig: { SecurityGroupIds: ["<functionsFirewall.GroupId>"], SubnetIds: subnets("private") },
      Environment: {
        Variables: {
          DATABASE_URL: database("EndpointAddress"),
          KEPT_SECRETS: JSON.stringify({
            ...{ PGUSER: ["<LoginAttachment>", "username"], PGPASSWORD: ["<LoginAttachment>", "password"] },
          }),
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

testPromises({ ...operators, ...servers, ...data, ...mails });

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
