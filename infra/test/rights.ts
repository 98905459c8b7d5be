import { describe, expect, test } from "vitest";
import { allows, type Promised, policy, subnets, testPromises } from "./promised.ts";
import { readable } from "./readable.ts";
import { assemblyOf, exactlyOne, type Mode, modes, propertiesOf } from "./synthesized.ts";

// Who may reach whom, and who may do what: what is missing here is missed first when something is deployed.

const aws = (service: string, resource: string) => `arn:aws:${service}:ap-northeast-2:111111111111:${resource}`;
const deployer = { type: "AWS::IAM::Policy", of: { Roles: ["<Deployer>"] } };
const inMigrations = { Condition: { ArnEquals: { "ecs:cluster": aws("ecs", "cluster/popline-migrations") } } };
const toTasks = { Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } } };

const deliveries: Readonly<Record<string, Promised>> = {
  "D25: a delivery may push the image, and ask whether it is there": {
    ...deployer,
    has: policy(
      allows(["ecr:BatchGetImage", "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart"], "<Images.Arn>"),
      allows("ecr:GetAuthorizationToken", "*"),
    ),
  },
  "D25: a delivery may run the task that migrates, as the roles of that task, and see how it ended": {
    ...deployer,
    has: policy(
      allows("ecs:RunTask", aws("ecs", "task-definition/popline-migrate:*"), inMigrations),
      allows("ecs:DescribeTasks", aws("ecs", "task/popline-migrations/*"), inMigrations),
      allows("iam:PassRole", "arn:aws:iam::111111111111:role/popline/migrate-*", toTasks),
      allows("cloudformation:DescribeStacks", aws("cloudformation", "stack/popline-*")),
    ),
  },
  "D25: a delivery deploys as the roles of CDK's bootstrap": {
    ...deployer,
    has: policy(allows("sts:AssumeRole", "arn:aws:iam::111111111111:role/cdk-hnb659fds-*")),
  },
};

const mails = { type: "AWS::IAM::Policy", of: { Roles: ["<MailFunctionServiceRole>"] } };
const warmUp = { type: "AWS::IAM::Policy", of: { Roles: ["<WarmUpServiceRole>"] } };
const reads = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"];

const secrets: Readonly<Record<string, Promised>> = {
  "S31: the function of mails may read what seals addresses, and the login": {
    ...mails,
    has: policy(allows(reads, ["<Kept>", "<LoginAttachment>"])),
  },
  "S39: the function that warms up may read the login": {
    ...warmUp,
    has: policy(allows(reads, "<LoginAttachment>")),
  },
};

const floor = {
  Condition: { StringEquals: { "application-autoscaling:service-namespace": "ecs" } },
};
const floors: Readonly<Record<string, Promised>> = {
  "S39: the function that warms up may set the floor of copies": {
    ...warmUp,
    has: policy(
      allows(
        "application-autoscaling:RegisterScalableTarget",
        aws("application-autoscaling", "scalable-target/*"),
        floor,
      ),
    ),
  },
  "S39: and that of hosts": {
    ...warmUp,
    has: policy(
      allows(
        "autoscaling:UpdateAutoScalingGroup",
        aws("autoscaling", "autoScalingGroup:*:autoScalingGroupName/popline"),
      ),
    ),
    compute: "ec2",
  },
};

const reach: Readonly<Record<string, Promised>> = {
  "S39: from inside, whoever it is reaches the ways to AWS's services": {
    type: "AWS::EC2::SecurityGroup",
    of: { GroupDescription: "The ways to services of AWS" },
    has: { SecurityGroupIngress: [{ CidrIp: "10.20.0.0/16", IpProtocol: "tcp", FromPort: 443, ToPort: 443 }] },
  },
  "S39: whoever is inside gets out by way of the hosts for NAT": {
    type: "AWS::EC2::SecurityGroup",
    of: { GroupDescription: "Security Group for NAT instances" },
    has: { SecurityGroupIngress: [{ CidrIp: "10.20.0.0/16", IpProtocol: "-1" }] },
    compute: "ec2",
  },
  "S39: by SSH one comes through the endpoint's door": {
    type: "AWS::EC2::InstanceConnectEndpoint",
    has: { SecurityGroupIds: ["<ConnectDoor.GroupId>"] },
    compute: "ec2",
  },
};

testPromises({ ...deliveries, ...secrets, ...floors, ...reach });

/** Who may speak to whom, as firewalls on both sides have it. */
const ways = [
  ...["balancer → servers 3000", "functions → database 5432", "migrations → database 5432"],
  ...["rotation → database 5432", "servers → cache 6379", "servers → database 5432"],
];
const ofHosts = ["ConnectDoor → Hosts 22"];
const groupOf = (id: string) => id.replace(/^<(\w+?)(Firewall)?\.GroupId>$/, "$1");

/** Those who reach the world, and by which port: whose addresses nobody can list. */
const toWorld = [
  ...["Containers of the server 443", "Functions that send mails and warm up 443"],
  ...["The task that migrates the database 443", "What changes passwords of the database 443"],
];
const toWorldByHosts = ["Hosts of containers all", "Security Group for NAT instances all"];

interface Policy {
  readonly Roles: readonly string[];
  readonly PolicyDocument: { readonly Statement: readonly object[] };
}

/** What the role may do as which a schedule calls its target. */
function rightsOfSchedule(mode: Mode, name: string): readonly object[] {
  const schedules = propertiesOf(mode, "AWS::Scheduler::Schedule").map((one) => readable(one));
  const { Target } = exactlyOne(schedules.filter(({ Name }) => Name === name));
  const policies: Policy[] = propertiesOf(mode, "AWS::IAM::Policy").map((one) => readable(one));
  const own = policies.filter(({ Roles }) => Roles.includes(Target.RoleArn.replace(".Arn>", ">")));
  return own.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
}

describe.each(modes)("with compute %s", (mode) => {
  test.each([
    ["Ingress", "GroupId", "SourceSecurityGroupId"],
    ["Egress", "DestinationSecurityGroupId", "GroupId"],
  ] as const)("S39: who may speak to whom, and nobody else: %s", (kind, to, from) => {
    const rules = propertiesOf(mode, `AWS::EC2::SecurityGroup${kind}`).map((one) => readable(one));
    const between = rules.filter((rule) => rule[from] !== undefined && rule[to] !== undefined);
    const expected = mode === "ec2" ? [...ways, ...ofHosts] : ways;
    const found = between.map((rule) => `${groupOf(rule[from])} → ${groupOf(rule[to])} ${rule.ToPort}`);
    expect(found.sort()).toEqual([...expected].sort());
  });

  test("D25: the task that migrates is where it reaches the world, behind the firewall that the database knows", () => {
    const { Outputs } = exactlyOne(assemblyOf(mode).stacks.filter(({ id }) => id === "Data")).template;
    expect(readable([Outputs.MigrationSubnets, Outputs.MigrationFirewall])).toEqual([
      { Value: subnets("private").join(",") },
      { Value: "<migrationsFirewall.GroupId>" },
    ]);
  });

  test("S39: who reaches the world, by TLS, and nobody else", () => {
    const found = propertiesOf(mode, "AWS::EC2::SecurityGroup").flatMap(
      ({ GroupDescription, SecurityGroupEgress = [] }) =>
        (SecurityGroupEgress as { CidrIp: string; ToPort?: number }[])
          .filter(({ CidrIp }) => CidrIp === "0.0.0.0/0")
          .map(({ ToPort = "all" }) => `${GroupDescription} ${ToPort}`),
    );
    const expected = mode === "ec2" ? [...toWorld, ...toWorldByHosts] : toWorld;
    expect(found.sort()).toEqual([...expected].sort());
  });

  test.each([
    ["popline-renewal", "ecs:UpdateService", "<Service>"],
    ["popline-warm-up", "lambda:InvokeFunction", ["<WarmUp.Arn>", "<WarmUp.Arn>:*"]],
    ["popline-remind-tomorrow", "sqs:SendMessage", "<Reminders.Arn>"],
  ])("S39: the schedule %s may call its target: %s", (name, action, resource) => {
    expect(rightsOfSchedule(mode, name)).toEqual([allows(action, resource)]);
  });
});
