import { describe, expect, test } from "vitest";
import { metricSpace } from "../../shared/metrics.ts";
import { readable } from "./readable.ts";
import { exactlyOne, type Mode, modes, parametersOf, propertiesOf, resourcesIn } from "./synthesized.ts";

// When alarms are raised and how many copies there are then, figure by figure, each with its reason.

/** As one reads it: `Maximum of Popline/Oversold, 60 s > 0, 1 of 1; silence: missing`. */
interface Said {
  readonly name: string;
  readonly says: string;
  readonly why: string;
}

/** Where servers tell what they measure, without dimensions. */
const ours = `${metricSpace}/`;
const lateShare = `IF(all > 0, 1 - good / all, 0) of Sum ${ours}Joins, Sum ${ours}JoinsInTime`;
const burn = (window: number, share: string) => `${lateShare}, ${window} s > ${share}, 1 of 1; silence: breaching`;

const levels: readonly Said[] = [
  {
    name: "popline-oversold",
    says: `Maximum of ${ours}Oversold, 60 s > 0, 1 of 1; silence: missing`,
    why: "one seat given twice is one too many, and of several servers one that sees it is enough",
  },
  {
    name: "popline-line-still",
    says: `Maximum of ${ours}LinesStill, 60 s > 0, 2 of 2; silence: missing`,
    why: "servers settle each second: what stands still for two minutes will not move by itself",
  },
  {
    name: "popline-outbox-old",
    says: `Maximum of ${ours}OutboxAge, 60 s > 60, 3 of 3; silence: missing`,
    why: "a minute is late for a mail, and an opening's drain within three",
  },
  {
    name: "popline-mails-given-up",
    says: `Maximum of ${ours}DeadLetters, 60 s > 0, 1 of 1; silence: missing`,
    why: "nobody tries again what the outbox gave up",
  },
  {
    name: "popline-servers-silent",
    says: `SampleCount of ${ours}Oversold, 60 s < 1, 3 of 3; silence: breaching`,
    why: "it is told each minute: nobody measures any more, and three minutes are longer than a release has none",
  },
];

const burns: readonly Said[] = [
  {
    name: "popline-joins-late-fast-60",
    says: burn(3_600, "0.0144"),
    why: "14.4 times 0.1 % for an hour is 2 % of a month's allowance; nobody who measures is nobody who answers",
  },
  { name: "popline-joins-late-fast-5", says: burn(300, "0.0144"), why: "and it still goes on" },
  {
    name: "popline-joins-late-slow-360",
    says: burn(21_600, "0.006"),
    why: "6 times 0.1 % for six hours is 5 % of a month's allowance",
  },
  { name: "popline-joins-late-slow-30", says: burn(1_800, "0.006"), why: "and it still goes on" },
];

const visible = "AWS/SQS/ApproximateNumberOfMessagesVisible";
const letters: readonly Said[] = ["Mails", "Reminders"].map((queue) => ({
  name: `popline-dead-letters-${queue.toLowerCase()}`,
  says: `Maximum of ${visible} of QueueName <${queue}Dead.QueueName>, 60 s > 0, 1 of 1; silence: ignore`,
  why: "each is looked at; SQS ceases to measure a queue that rests, and what was in it still is",
}));

/** S40, the source's; nobody is woken by them, and where no copy runs ECS starts one without them. */
const steps = (of: string, load: string): readonly Said[] => [
  {
    name: `${of} out`,
    says: `Maximum of ${load}, 60 s >= 80, 2 of 2; silence: missing`,
    why: "the busiest copy, twice, so that one minute's peak adds nothing",
  },
  {
    name: `${of} in`,
    says: `Average of ${load}, 600 s <= 10, 1 of 1; silence: missing`,
    why: "all of them, for ten minutes",
  },
];

const ofServers = "AWS/ECS/CPUUtilization of ClusterName <Cluster>, ServiceName <Service.Name>";
const ofHosts = "AWS/ECS/CPUUtilization of ClusterName <Cluster>";

const expected: Readonly<Record<Mode, readonly Said[]>> = {
  fargate: [...levels, ...burns, ...letters, ...steps("Service", ofServers)],
  ec2: [...levels, ...burns, ...letters, ...steps("Service", ofServers), ...steps("Hosts", ofHosts)],
};

const signs: Readonly<Record<string, string>> = {
  GreaterThanThreshold: ">",
  GreaterThanOrEqualToThreshold: ">=",
  LessThanThreshold: "<",
  LessThanOrEqualToThreshold: "<=",
};

/** `AWS/SQS/Messages of QueueName <Dead>`: a metric's whole name. */
function wholeName({ Namespace, MetricName, Dimensions = [] }: MetricRead): string {
  const of = Dimensions.map(({ Name, Value }) => `${Name} ${readable(Value)}`).join(", ");
  return `${Namespace}/${MetricName}${of && ` of ${of}`}`;
}

/** What an alarm reads: a metric, or a formula over several. */
function readBy(alarm: Alarm): string {
  const { Metrics, Statistic, Period } = alarm;
  if (Metrics === undefined) return `${Statistic} of ${wholeName(alarm)}, ${Period} s`;
  const formula = exactlyOne(Metrics.filter(({ ReturnData }) => ReturnData)).Expression;
  const read = Metrics.flatMap(({ MetricStat }) => MetricStat ?? []);
  const period = exactlyOne([...new Set(read.map((one) => one.Period))]);
  return `${formula} of ${read.map(({ Stat, Metric }) => `${Stat} ${wholeName(Metric)}`).join(", ")}, ${period} s`;
}

interface MetricRead {
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: unknown }[];
}

interface Alarm extends MetricRead {
  readonly AlarmName?: string;
  readonly AlarmActions?: readonly { readonly Ref: string }[];
  readonly Metrics?: readonly {
    readonly ReturnData: boolean;
    readonly Expression?: string;
    readonly MetricStat?: { readonly Stat: string; readonly Period: number; readonly Metric: MetricRead };
  }[];
  readonly Statistic?: string;
  readonly Period?: number;
  readonly Threshold: number;
  readonly ComparisonOperator: string;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm?: number;
  readonly TreatMissingData?: string;
}

/** Its name; of those that scale, whom they scale and which way. */
function nameOf({ AlarmName, AlarmActions }: Alarm): string {
  if (AlarmName !== undefined) return AlarmName;
  const { Ref } = exactlyOne(AlarmActions ?? []);
  return `${/^(Service|Hosts)/.exec(Ref)?.[0]} ${/Out(?=Upper)|In(?=Lower)/.exec(Ref)?.[0].toLowerCase()}`;
}

function saidBy(alarm: Alarm): string {
  const { EvaluationPeriods: periods, DatapointsToAlarm: points = periods } = alarm;
  const limit = `${signs[alarm.ComparisonOperator]} ${Number(alarm.Threshold.toPrecision(12))}`;
  return `${readBy(alarm)} ${limit}, ${points} of ${periods}; silence: ${alarm.TreatMissingData ?? "missing"}`;
}

describe.each(modes)("S40 with compute %s", (mode) => {
  const alarms = () => propertiesOf(mode, "AWS::CloudWatch::Alarm") as Alarm[];

  test.each(expected[mode].map(({ name, why, says }) => [name, why, says]))("%s: %s", (name, _why, says) => {
    expect(saidBy(exactlyOne(alarms().filter((alarm) => nameOf(alarm) === name)))).toBe(says);
  });

  test("there is no alarm beside these", () => {
    expect(alarms().map(nameOf).sort()).toEqual(expected[mode].map(({ name }) => name).sort());
  });

  test("joins are late when they are so in the long window and in the short one", () => {
    const rules = resourcesIn(mode, "Observability").flatMap(([, { Type, Properties }]) =>
      Type === "AWS::CloudWatch::CompositeAlarm" ? [JSON.stringify(Properties.AlarmRule)] : [],
    );
    const both = rules.map((rule) =>
      rule.replace(/"[^"]*?Alarmsjoinslate(fast|slow)(360|30|60|5)[0-9A-F]{8}"/g, "$1-$2"),
    );
    expect(both.map((rule) => rule.match(/(fast|slow)-\d+|AND|OR|NOT/g))).toEqual([
      ["fast-60", "AND", "fast-5"],
      ["slow-360", "AND", "slow-30"],
    ]);
  });

  test("steps: two copies more from 80 %, four from 95 %; one less up to 10 %, two up to 5 %; so with hosts", () => {
    const [lower, upper] = ["MetricIntervalLowerBound", "MetricIntervalUpperBound"] as const;
    const shape = { PolicyType: "StepScaling" };
    const change = { AdjustmentType: "ChangeInCapacity" };
    const out = {
      ...{ ...change, MetricAggregationType: "Maximum" },
      StepAdjustments: [
        { [lower]: 0, [upper]: 15, ScalingAdjustment: 2 },
        { [lower]: 15, ScalingAdjustment: 4 },
      ],
    };
    const inward = {
      ...{ ...change, MetricAggregationType: "Average" },
      StepAdjustments: [
        { [lower]: -5, [upper]: 0, ScalingAdjustment: -1 },
        { [upper]: -5, ScalingAdjustment: -2 },
      ],
    };
    const ofService = propertiesOf(mode, "AWS::ApplicationAutoScaling::ScalingPolicy");
    expect(ofService).toMatchObject([
      // Each step waits for its own: a minute for what is added, ten for what is taken away.
      { ...shape, StepScalingPolicyConfiguration: { ...out, Cooldown: 60 } },
      { ...shape, StepScalingPolicyConfiguration: { ...inward, Cooldown: 600 } },
    ]);
    // A host counts when it has joined the cluster.
    const ofHosts = [
      { ...shape, ...out, EstimatedInstanceWarmup: 120 },
      { ...shape, ...inward },
    ];
    expect(propertiesOf(mode, "AWS::AutoScaling::ScalingPolicy")).toMatchObject(mode === "ec2" ? ofHosts : []);
  });

  test("a release leaves the number of copies and hosts as it is: it says the least and the most, not how many", () => {
    const count = exactlyOne(propertiesOf(mode, "AWS::ApplicationAutoScaling::ScalableTarget"));
    expect(count).toMatchObject({ MinCapacity: 2, MaxCapacity: 16, ScalableDimension: "ecs:service:DesiredCount" });
    expect(exactlyOne(propertiesOf(mode, "AWS::ECS::Service"))).not.toHaveProperty("DesiredCount");
    // Nor does the weekly start anew.
    const renewal = propertiesOf(mode, "AWS::Scheduler::Schedule").filter(({ Name }) => Name === "popline-renewal");
    expect(exactlyOne(renewal).Target.Input).not.toContain("DesiredCount");
    const hosts = propertiesOf(mode, "AWS::AutoScaling::AutoScalingGroup");
    expect(hosts).toMatchObject(mode === "ec2" ? [{ MinSize: "2", MaxSize: "9" }] : []);
    for (const group of hosts) expect(group).not.toHaveProperty("DesiredCapacity");
  });
});

/** What AWS says of a type: processors as ECS counts them, 1,024 each; network interfaces, of which a host has one. */
const sizes: Readonly<Record<string, { cpu: number; memoryMiB: number; interfaces: number }>> = {
  "m7g.large": { cpu: 2 * 1_024, memoryMiB: 8 * 1_024, interfaces: 3 },
};
/** ECS has less to give than is installed: the kernel, its agent and CloudWatch's take some hundred. */
const ofHostMiB = 512;

test("S39: a host has room for as many copies as hosts are counted for, and for itself", () => {
  const { LaunchTemplateData } = exactlyOne(propertiesOf("ec2", "AWS::EC2::LaunchTemplate"));
  const size = sizes[LaunchTemplateData.InstanceType];
  if (size === undefined) throw new Error(`Nobody has said how large ${LaunchTemplateData.InstanceType} is.`);
  const { MaxSize } = exactlyOne(propertiesOf("ec2", "AWS::AutoScaling::AutoScalingGroup"));
  // One host is there for when another dies.
  const copies = parametersOf("ec2").tasks.most / (MaxSize - 1);
  const { ContainerDefinitions } = exactlyOne(propertiesOf("ec2", "AWS::ECS::TaskDefinition", "Api"));
  const { Cpu, Memory, MemoryReservation = Memory } = exactlyOne<Record<string, number>>(ContainerDefinitions);
  expect(copies).toBe(2);
  expect(copies * Number(Cpu)).toBeLessThanOrEqual(size.cpu);
  expect(copies * Number(MemoryReservation) + ofHostMiB).toBeLessThanOrEqual(size.memoryMiB);
  expect(copies).toBeLessThanOrEqual(size.interfaces - 1);
});
