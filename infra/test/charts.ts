import { describe, expect, test } from "vitest";
import { metricSpace } from "../../shared/metrics.ts";
import { readable } from "./readable.ts";
import { exactlyOne, modes, propertiesOf } from "./synthesized.ts";

// S40: what each chart is named, and what it shows: a title over another metric would lead whoever looks astray.

const ours = (...names: readonly string[]) => names.map((name) => `${metricSpace}/${name}`);
// The load balancer's name, of which CDK asks its listener here: arn:…:listener/app/popline/1234/5678.
const byListener = [1, 2, 3].map((part) => `<LoadBalancerHttps>[${part}]`).join("/");
const ofTargets = `LoadBalancer ${byListener} TargetGroup <Servers.TargetGroupFullName>`;
const ofService = "ClusterName <Cluster> ServiceName <Service.Name>";

const charts: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  "popline-people": {
    "Joins a minute": ours("Joins Sum", "JoinsInTime Sum"),
    "Time of a join, ms": ours("JoinTime p50", "JoinTime p99"),
    "In lines": ours("Waiting Maximum", "LinesStill Maximum"),
    "Seats given a minute": ours("SeatsGiven Maximum"),
    "Press to seat, seconds": ours("TimeToSeat Maximum"),
    Oversold: ours("Oversold Maximum"),
    "Outbox, seconds; given up": ours("OutboxAge Maximum", "DeadLetters Maximum"),
    Sockets: ours("Sockets Sum"),
  },
  "popline-machines": {
    "Servers that are ready, and not": [
      `AWS/ApplicationELB/HealthyHostCount ${ofTargets} Minimum`,
      `AWS/ApplicationELB/UnHealthyHostCount ${ofTargets} Maximum`,
    ],
    "Servers, % of processor": [
      `AWS/ECS/CPUUtilization ${ofService} Maximum`,
      `AWS/ECS/CPUUtilization ${ofService} Average`,
    ],
    "Servers, % of memory": [`AWS/ECS/MemoryUtilization ${ofService} Maximum`],
    "Event loop late, ms": ours("LoopLag Maximum"),
    "Load balancer, requests": ["AWS/ApplicationELB/RequestCount LoadBalancer <LoadBalancer.LoadBalancerFullName> Sum"],
    "Database, % of processor": ["AWS/RDS/CPUUtilization DBClusterIdentifier <Database> Maximum"],
    "Database, connections": ["AWS/RDS/DatabaseConnections DBClusterIdentifier <Database> Maximum"],
    "Mails on the queue": ["AWS/SQS/ApproximateNumberOfMessagesVisible QueueName <Mails.QueueName> Maximum"],
    "Function of mails, errors": ["AWS/Lambda/Errors FunctionName <MailFunction> Sum"],
  },
};

type Shown = readonly (string | { readonly stat?: string })[];
type Widget = { readonly properties: { readonly title: string; readonly metrics: readonly Shown[] } };

/** `Popline/Joins Sum`: where it is from, its name, of what, and what of it; CloudWatch shows the average unasked. */
function shownBy(metric: Shown): string {
  const [space, name, ...of] = metric.filter((part) => typeof part === "string");
  const [{ stat = "Average" } = {}] = metric.filter((part) => typeof part === "object");
  return [`${space}/${name}`, ...of, stat].join(" ");
}

describe.each(modes)("S40: charts, with compute %s", (mode) => {
  const boards = () =>
    propertiesOf(mode, "AWS::CloudWatch::Dashboard").map(({ DashboardName, DashboardBody }) => ({
      name: DashboardName as string,
      widgets: (JSON.parse(readable(DashboardBody)) as { widgets: Widget[] }).widgets,
    }));

  test("there are those of what people feel and those of what it runs on", () => {
    expect(boards().map(({ name }) => name)).toEqual(Object.keys(charts));
  });

  test.each(Object.keys(charts))("%s: by their names, with what they show", (board) => {
    const { widgets } = exactlyOne(boards().filter(({ name }) => name === board));
    const shown = widgets.map(({ properties }) => [properties.title, properties.metrics.map(shownBy)]);
    expect(shown).toEqual(Object.entries(charts[board] ?? {}));
  });
});
