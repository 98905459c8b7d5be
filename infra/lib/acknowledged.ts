import { type App, Stack, Validations } from "aws-cdk-lib/core";
import type { Parameters } from "./parameters.ts";

/** A finding of cdk-nag that stays, and why, on one construct. */
export interface Acknowledgement {
  /** Of the construct, from the app on. */
  readonly path: string;
  /** As cdk-nag has it, without its name. */
  readonly id: string;
  readonly reason: string;
  /** In this mode only; the construct is not there in the other. */
  readonly compute?: Parameters["compute"];
}

type Finding = Omit<Acknowledgement, "path">;

const anyResource = (reason: string): Finding => ({ id: "IAM5[Resource::*]", reason });
const managed = (policy: string, reason: string): Finding => ({
  id: `IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${policy}]`,
  reason,
});

const registryLogin = anyResource(
  "A login at the registry is of no resource: AWS takes * for ecr:GetAuthorizationToken.",
);
const plainSettings: Finding = {
  id: "ECS2",
  reason: "Addresses and switches; what is secret comes from Secrets Manager, and a test looks for it.",
};
const functionRole = [
  managed("service-role/AWSLambdaBasicExecutionRole", "Writes logs, nothing else."),
  managed(
    "service-role/AWSLambdaVPCAccessExecutionRole",
    "Interfaces in the network have no names before they are there.",
  ),
];

const deployer = ({ account, region }: Parameters): Finding[] =>
  Object.entries({
    [`arn:aws:iam::${account}:role/cdk-hnb659fds-*`]:
      "The five roles of CDK's bootstrap, whose names end with the region.",
    [`arn:aws:ecs:${region}:${account}:task-definition/popline-migrate:*`]:
      "Any revision of the one task that migrates.",
    [`arn:aws:ecs:${region}:${account}:task/popline-migrations/*`]:
      "Tasks have names when they run; only this cluster's.",
    [`arn:aws:iam::${account}:role/popline/migrate-*`]: "The two roles of the task that migrates.",
    [`arn:aws:cloudformation:${region}:${account}:stack/popline-*`]: "Reads what our own stacks put out.",
  }).map(([resource, reason]) => ({ id: `IAM5[Resource::${resource}]`, reason }));

const data: Readonly<Record<string, readonly Finding[]>> = {
  "Data/CachePassword/Resource": [
    { id: "SMG4", reason: "Valkey takes a new password by hand alone, beside the old one first (deploying.md)." },
  ],
  "Data/CacheAddress/Resource": [{ id: "SMG4", reason: "Made of the password above; by hand too, in the same turn." }],
  "Data/Kept/Resource": [
    { id: "SMG4", reason: "Keys that seal rows and passes in people's pockets: they change by hand, old beside new." },
  ],
  "Data/Migrate/Resource": [plainSettings],
  "Data/Starting/DefaultPolicy/Resource": [registryLogin],
};

const api = ({ account, region }: Parameters): Record<string, readonly Finding[]> => ({
  "Api/LoadBalancer/Resource": [
    { id: "ELB2", reason: "Nobody who came is written down: whole addresses and queries would be (privacy.md)." },
  ],
  "Api/Task/Resource": [plainSettings],
  "Api/Task/ExecutionRole/DefaultPolicy/Resource": [registryLogin],
  "Api/Task/TaskRole/DefaultPolicy/Resource": [anyResource("ECS Exec opens channels that have no names before.")],
  "Api/WarmUp/ServiceRole/Resource": functionRole,
  "Api/WarmUp/ServiceRole/DefaultPolicy/Resource": [
    {
      id: `IAM5[Resource::arn:aws:application-autoscaling:${region}:${account}:scalable-target/*]`,
      reason: "A scalable target's number is AWS's; a condition keeps it to services of ECS.",
    },
    {
      id: `IAM5[Resource::arn:aws:autoscaling:${region}:${account}:autoScalingGroup:*:autoScalingGroupName/popline]`,
      ...{ reason: "The group of that name, whatever its number.", compute: "ec2" },
    },
  ],
  "Api/SchedulerRoleForTarget-f54622/DefaultPolicy/Resource": [
    { id: "IAM5[Resource::<WarmUpE31EFA2C.Arn>:*]", reason: "Versions of the one function that it wakes." },
  ],
  "Api/HostRole/Resource": [
    { ...managed("CloudWatchAgentServerPolicy", "What AWS says its agent needs: to write metrics."), compute: "ec2" },
  ],
  "Api/HostRole/DefaultPolicy/Resource": [
    { ...anyResource("What ECS's agent on a host asks is of no resource yet."), compute: "ec2" },
    { id: "IAM5[Action::ecs:Submit*]", reason: "Reports of ECS's agent; limited to the cluster.", compute: "ec2" },
  ],
  "Api/Hosts/ASG": [
    {
      id: "AS3",
      reason: "Each coming and going is in the group's metrics; nobody is to be woken by one.",
      compute: "ec2",
    },
  ],
});

const others: Readonly<Record<string, readonly Finding[]>> = {
  "Mail/MailFunction/ServiceRole/Resource": functionRole,
  "Web/Distribution/Resource": [
    { id: "CFR1", reason: "Popups are for visitors from everywhere." },
    { id: "CFR3", reason: "Nobody who came is written down: whole addresses and queries would be (privacy.md)." },
  ],
};

/** Every finding that stays. A test takes each away and sees the check fail. */
export function acknowledgedFor(parameters: Parameters): Acknowledgement[] {
  const registry = { "Registry/Deployer/DefaultPolicy/Resource": [registryLogin, ...deployer(parameters)] };
  const all = { ...registry, ...data, ...api(parameters), ...others };
  return Object.entries(all)
    .flatMap(([path, findings]) => findings.map((finding) => ({ path, ...finding })))
    .filter(({ compute = parameters.compute }) => compute === parameters.compute);
}

/** Says so to cdk-nag. Refuses a path that leads nowhere or to a whole stack. */
export function acknowledge(app: App, reasons: readonly Acknowledgement[]): void {
  const constructs = new Map(app.node.findAll().map((one) => [one.node.path, one]));
  for (const { path, id, reason } of reasons) {
    const construct = constructs.get(path);
    if (construct === undefined) throw new Error(`Nothing is at ${path}, of which ${id} is acknowledged.`);
    if (Stack.isStack(construct)) throw new Error(`${id} is acknowledged on a whole stack, ${path}.`);
    Validations.of(construct).acknowledge({ id: `AwsSolutions::AwsSolutions-${id}`, reason });
  }
}
