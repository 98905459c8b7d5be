import { expect } from "vitest";
import { serverFlags } from "../../scripts/setup/server-flags.mjs";
import {
  allows,
  attributes,
  databaseFromImage,
  kept,
  type Promised,
  parameter,
  policy,
  subnets,
  testPromises,
  text,
  told,
  words,
} from "./promised.ts";

// What a row of the table in OPERATIONS says of one resource, figure by figure; references are read by their names.

const serverTask = { type: "AWS::ECS::TaskDefinition", of: { Family: "popline" } };
const migration = { type: "AWS::ECS::TaskDefinition", of: { Family: "popline-migrate" } };
const service = { type: "AWS::ECS::Service" };
const targets = { type: "AWS::ElasticLoadBalancingV2::TargetGroup" };
const container = (more: object) => ({ ContainerDefinitions: [expect.objectContaining(more)] });

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
  "S39: what servers are told: lists and searches go to the reader, all else to the writer, mails to their queue": {
    ...serverTask,
    has: container({
      Environment: told({
        ...{ NODE_ENV: "production", HOST: "0.0.0.0", PORT: "3000", PUBLIC_URL: "https://popline.example" },
        ...{ TRUSTED_PROXIES: "10.20.0.0/16", DATABASE_URL: databaseFromImage("EndpointAddress") },
        ...{ DATABASE_REPLICA_URL: databaseFromImage("ReadEndpointAddress"), AWS_REGION: "ap-northeast-2" },
        ...{ METRICS: "emf", REDIS_CLUSTER: "on", MAIL_TRANSPORT: "sqs", MAIL_QUEUE_URL: "<Mails>" },
      }),
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
  // One hop more, and a container could ask in its host's name.
  "S39: a host tells its role to itself alone, and to nobody who has not asked for a token": {
    type: "AWS::EC2::LaunchTemplate",
    has: { LaunchTemplateData: { MetadataOptions: { HttpPutResponseHopLimit: 1, HttpTokens: "required" } } },
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
      // To start; else a copy that still does so would be ended for not answering.
      HealthCheckGracePeriodSeconds: 60,
      NetworkConfiguration: {
        AwsvpcConfiguration: { SecurityGroups: ["<serversFirewall.GroupId>"], Subnets: subnets("private") },
      },
    },
  },
  "S39: who ends gets nobody new for 20 s before it is gone, and who fails three looks gets nobody": {
    ...targets,
    has: {
      ...{ HealthCheckIntervalSeconds: 5, HealthyThresholdCount: 2, UnhealthyThresholdCount: 3 },
      // What is refused is no answer.
      Matcher: { HttpCode: "200" },
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

/** For CloudFormation, which puts it in. */
const cachePassword = "{{resolve:secretsmanager:<CachePassword>:SecretString:::}}";

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
  "S39: servers reach the cache by TLS and with its password, which is in no template": {
    type: "AWS::SecretsManager::Secret",
    of: { Name: "popline/cache-address" },
    has: {
      SecretString: `rediss://:${cachePassword}@<Cache.ConfigurationEndPointAddress>:6379`,
    },
  },
  "D25: the task that migrates does so as who makes roles, at the writer, and knows the servers' password": {
    ...migration,
    has: {
      RuntimePlatform: ofImage,
      ...container({
        Command: ["dist/programs/migrate.js"],
        Environment: told({ NODE_ENV: "production", DATABASE_URL: databaseFromImage("EndpointAddress") }),
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

testPromises({ ...operators, ...servers, ...data });
