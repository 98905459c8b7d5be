import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { exactlyOne, modes, propertiesOf, resourcesIn } from "./synthesized.ts";

// Each test is a row of the table in OPERATIONS, "Infrastructure as code".
const count = (mode: "fargate" | "ec2", type: string) => propertiesOf(mode, type).length;

describe.each(modes)("S39 with compute %s", (mode) => {
  test("VPC: public, private and isolated in two zones, NAT by parameter, endpoints", () => {
    const subnets = propertiesOf(mode, "AWS::EC2::Subnet");
    const tiers = subnets.map(({ Tags, AvailabilityZone }) => {
      const name = Tags.find(({ Key }: { Key: string }) => Key === "aws-cdk:subnet-name").Value;
      return `${name} ${AvailabilityZone}`;
    });
    const zones = ["ap-northeast-2a", "ap-northeast-2c"];
    expect(tiers.sort()).toEqual(
      ["isolated", "private", "public"].flatMap((tier) => zones.map((zone) => `${tier} ${zone}`)),
    );
    const byInstances = [count(mode, "AWS::EC2::NatGateway"), count(mode, "AWS::EC2::Instance")];
    expect(byInstances).toEqual(mode === "ec2" ? [0, 2] : [2, 0]);
    const endpoints = propertiesOf(mode, "AWS::EC2::VPCEndpoint").map(({ ServiceName }) => JSON.stringify(ServiceName));
    for (const name of ["s3", "ecr.api", "ecr.dkr", "logs", "secretsmanager", "sqs"]) {
      expect(
        endpoints.filter((one) => one.includes(`.${name}"`)),
        name,
      ).toHaveLength(1);
    }
  });

  test("bastion: an Instance Connect Endpoint in ec2 mode, ECS Exec for tasks, no host of its own", () => {
    const isOurHosts = mode === "ec2";
    expect(count(mode, "AWS::EC2::InstanceConnectEndpoint")).toBe(isOurHosts ? 1 : 0);
    const task = exactlyOne(propertiesOf(mode, "AWS::ECS::TaskDefinition", "Api"));
    expect(exactlyOne(propertiesOf(mode, "AWS::ECS::Service")).EnableExecuteCommand).toBe(true);
    const written = task.ContainerDefinitions[0].MountPoints.map(
      (point: { ContainerPath: string }) => point.ContainerPath,
    );
    expect(written).toEqual(["/var/lib/amazon", "/var/log/amazon"]);
    // To write down what is said takes `script` and `cat`, and the image has neither.
    const { Configuration } = exactlyOne(propertiesOf(mode, "AWS::ECS::Cluster", "Api"));
    expect(Configuration.ExecuteCommandConfiguration).toEqual({ Logging: "NONE" });
  });

  test("load balancer: internal, behind CloudFront and a firewall; no stickiness; idle longer than a ping", () => {
    const balancer = exactlyOne(propertiesOf(mode, "AWS::ElasticLoadBalancingV2::LoadBalancer"));
    expect(balancer.Scheme).toBe("internal");
    const attributes = Object.fromEntries(
      balancer.LoadBalancerAttributes.map(({ Key, Value }: { Key: string; Value: unknown }) => [Key, Value]),
    );
    expect(Number(attributes["idle_timeout.timeout_seconds"])).toBeGreaterThan(30);
    const targets = exactlyOne(propertiesOf(mode, "AWS::ElasticLoadBalancingV2::TargetGroup"));
    // Of the copy alone: by one that asks the database, a change-over of it would cost every copy.
    expect(targets).toMatchObject({ HealthCheckPath: "/api/health/live", TargetType: "ip", Port: 3_000 });
    expect(targets.TargetGroupAttributes).toContainEqual({ Key: "stickiness.enabled", Value: "false" });
    const { DistributionConfig } = exactlyOne(propertiesOf(mode, "AWS::CloudFront::Distribution", "Web"));
    expect(DistributionConfig.WebACLId).toBeDefined();
    expect(exactlyOne(propertiesOf(mode, "AWS::WAFv2::WebACL", "Web")).Scope).toBe("CLOUDFRONT");
    // WebSockets go through what is not cached and where every method and header is let through.
    expect(DistributionConfig.DefaultCacheBehavior.AllowedMethods).toContain("POST");
    expect(DistributionConfig.Origins[0].VpcOriginConfig).toBeDefined();
  });

  test("ECS: the image's own tag, back to the old release when the new one fails", () => {
    const service = exactlyOne(propertiesOf(mode, "AWS::ECS::Service"));
    expect(service.DeploymentConfiguration.DeploymentCircuitBreaker).toEqual({ Enable: true, Rollback: true });
    expect(service.LaunchType).toBe(mode === "fargate" ? "FARGATE" : undefined);
    expect(count(mode, "AWS::AutoScaling::AutoScalingGroup")).toBe(mode === "ec2" ? 1 : 0);
    for (const task of propertiesOf(mode, "AWS::ECS::TaskDefinition")) {
      const [container] = task.ContainerDefinitions;
      expect(container).toMatchObject({ User: "65532:65532", ReadonlyRootFilesystem: true });
      expect(JSON.stringify(container.Image)).toContain(`:${"0".repeat(40)}`);
      expect(task.RequiresCompatibilities).toContain(task.Family === "popline" && mode === "ec2" ? "EC2" : "FARGATE");
    }
  });

  test("a scheduled warm-up per opening: each minute the floor is set", () => {
    const warm = exactlyOne(
      propertiesOf(mode, "AWS::Scheduler::Schedule").filter(({ Name }) => Name === "popline-warm-up"),
    );
    expect(warm.ScheduleExpression).toBe("rate(1 minute)");
  });

  test("S40: the memory of hosts is measured by CloudWatch's agent, where they are ours", () => {
    const templates = propertiesOf(mode, "AWS::EC2::LaunchTemplate").map((one) => JSON.stringify(one));
    expect(templates.filter((one) => one.includes("mem_used_percent"))).toHaveLength(mode === "ec2" ? 1 : 0);
  });

  test("database: Aurora PostgreSQL, a writer and a reader, sealed, kept for 35 days", () => {
    const cluster = exactlyOne(propertiesOf(mode, "AWS::RDS::DBCluster"));
    expect(cluster).toMatchObject({ Engine: "aurora-postgresql", StorageEncrypted: true, DeletionProtection: true });
    expect(cluster.BackupRetentionPeriod).toBe(35);
    expect(count(mode, "AWS::RDS::DBInstance")).toBe(2);
    for (const { PubliclyAccessible, PromotionTier } of propertiesOf(mode, "AWS::RDS::DBInstance")) {
      expect(PubliclyAccessible).not.toBe(true);
      // Whoever is in tier 0 takes over first.
      expect(PromotionTier).toBe(0);
    }
  });

  test("cache: Valkey, 2 shards with 1 replica each, in two zones, TLS, noeviction", () => {
    expect(exactlyOne(propertiesOf(mode, "AWS::ElastiCache::ReplicationGroup"))).toMatchObject({
      ...{ Engine: "valkey", NumNodeGroups: 2, ReplicasPerNodeGroup: 1, MultiAZEnabled: true },
      ...{ AutomaticFailoverEnabled: true, TransitEncryptionEnabled: true, TransitEncryptionMode: "required" },
    });
    const { Properties } = exactlyOne(propertiesOf(mode, "AWS::ElastiCache::ParameterGroup"));
    expect(Properties["maxmemory-policy"]).toBe("noeviction");
  });

  test("Route 53, ACM, Parameter Store, Secrets Manager with rotation, logs that end", () => {
    expect(
      propertiesOf(mode, "AWS::Route53::RecordSet", "Web")
        .map(({ Type }) => Type)
        .sort(),
    ).toEqual(["A", "AAAA"]);
    expect(count(mode, "AWS::CertificateManager::Certificate")).toBe(2);
    expect(
      propertiesOf(mode, "AWS::SSM::Parameter", "Data")
        .map(({ Name }) => Name)
        .sort(),
    ).toEqual(["/popline/kakao-client-id", "/popline/mail-from", "/popline/privacy-contact"]);
    const rotations = propertiesOf(mode, "AWS::SecretsManager::RotationSchedule");
    expect(
      rotations.map(({ RotationRules, RotateImmediatelyOnUpdate }) => [RotationRules, RotateImmediatelyOnUpdate]),
    ).toEqual([
      [{ ScheduleExpression: "rate(30 days)" }, false],
      [{ ScheduleExpression: "rate(30 days)" }, false],
    ]);
    for (const { RetentionInDays } of propertiesOf(mode, "AWS::Logs::LogGroup")) expect(RetentionInDays).toBe(30);
  });

  test("D25: ECR with tags that stay, and GitHub's role bound to the production environment, without a key", () => {
    expect(exactlyOne(propertiesOf(mode, "AWS::ECR::Repository")).ImageTagMutability).toBe("IMMUTABLE");
    const deployer = exactlyOne(
      propertiesOf(mode, "AWS::IAM::Role", "Registry").filter(({ RoleName }) => RoleName === "popline-deployer"),
    );
    expect(deployer.MaxSessionDuration).toBe(10_800);
    const [trust] = deployer.AssumeRolePolicyDocument.Statement;
    expect(trust.Condition.StringEquals).toEqual({
      "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
      "token.actions.githubusercontent.com:sub": "repo:popline/popline:environment:production",
    });
    expect([count(mode, "AWS::IAM::AccessKey"), count(mode, "AWS::IAM::User")]).toEqual([0, 0]);
  });

  test("S31, S32: one recurring schedule → SQS → outbox; mails by SQS → Lambda → SES, with dead letters", () => {
    const schedules = propertiesOf(mode, "AWS::Scheduler::Schedule", "Mail");
    const remind = exactlyOne(schedules);
    expect(remind).toMatchObject({
      ScheduleExpression: "cron(0 15 * * ? *)",
      ScheduleExpressionTimezone: "Asia/Seoul",
    });
    expect(remind.Target.Input).toBe('{"remind":true}');
    const queues = propertiesOf(mode, "AWS::SQS::Queue", "Mail");
    expect(
      queues.filter(({ RedrivePolicy }) => RedrivePolicy?.maxReceiveCount === 3).map(({ QueueName }) => QueueName),
    ).toEqual(["popline-mails", "popline-remind-tomorrow"]);
    const sources = propertiesOf(mode, "AWS::Lambda::EventSourceMapping");
    expect(sources.map(({ FunctionResponseTypes }) => FunctionResponseTypes)).toEqual([
      ["ReportBatchItemFailures"],
      ["ReportBatchItemFailures"],
    ]);
    const names = propertiesOf(mode, "AWS::IAM::Policy", "Mail").map((policy) => JSON.stringify(policy));
    expect(names.filter((policy) => policy.includes("ses:SendRawEmail"))).toHaveLength(1);
    expect(count(mode, "AWS::SES::EmailIdentity")).toBe(1);
  });

  test("S40: each alarm leads to its page, and wakes the operators", () => {
    const alarms = resourcesIn(mode, "Observability").filter(([, { Type }]) => /::(Composite)?Alarm$/.test(Type));
    const woken = alarms.filter(([, { Properties }]) => Properties.AlarmActions?.length > 0);
    expect(woken.map(([, { Properties }]) => Properties.AlarmName).sort()).toEqual([
      ...["popline-dead-letters-mails", "popline-dead-letters-reminders", "popline-joins-late-fast"],
      ...["popline-joins-late-slow", "popline-line-still", "popline-mails-given-up", "popline-outbox-old"],
      ...["popline-oversold", "popline-servers-silent"],
    ]);
    for (const [, { Properties }] of alarms) {
      expect(existsSync(join(import.meta.dirname, "../..", Properties.AlarmDescription))).toBe(true);
    }
  });
});
