import { Dashboard, GraphWidget, type IMetric, type IWidget } from "aws-cdk-lib/aws-cloudwatch";
import { Duration } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { metrics } from "../../../shared/metrics.ts";
import type { Api } from "../stacks/api.ts";
import type { Data } from "../stacks/data.ts";
import type { Mail } from "../stacks/mail.ts";
import { signal } from "./signals.ts";

const minute = Duration.minutes(1);

function chart(title: string, ...left: IMetric[]): IWidget {
  return new GraphWidget({ ...{ title, left, width: 12, height: 6 } });
}

/** What people feel: joins, lines and mails. */
function peoplesCharts(): IWidget[] {
  return [
    chart("Joins a minute", signal(metrics.joins, "Sum"), signal(metrics.joinsInTime, "Sum")),
    chart("Time of a join, ms", signal(metrics.joinTime, "p50"), signal(metrics.joinTime, "p99")),
    chart("In lines", signal(metrics.waiting, "Maximum"), signal(metrics.linesStill, "Maximum")),
    chart("Seats given a minute", signal(metrics.seatsGiven, "Maximum")),
    chart("Press to seat, seconds", signal(metrics.timeToSeat, "Maximum")),
    chart("Oversold", signal(metrics.oversold, "Maximum")),
    chart("Outbox, seconds; given up", signal(metrics.outboxAge, "Maximum"), signal(metrics.deadLetters, "Maximum")),
    chart("Sockets", signal(metrics.sockets, "Sum")),
  ];
}

interface World {
  readonly api: Api;
  readonly data: Data;
  readonly mail: Mail;
}

/** What it runs on. */
function machinesCharts({ api, data, mail }: World): IWidget[] {
  const { cluster } = data;
  const busiest = { statistic: "Maximum", period: minute };
  const { targets } = api;
  return [
    chart(
      "Servers that are ready, and not",
      targets.metrics.healthyHostCount({ ...busiest, statistic: "Minimum" }),
      targets.metrics.unhealthyHostCount(busiest),
    ),
    chart("Servers, % of processor", api.service.metricCpuUtilization(busiest), api.service.metricCpuUtilization()),
    chart("Servers, % of memory", api.service.metricMemoryUtilization(busiest)),
    chart("Event loop late, ms", signal(metrics.loopLag, "Maximum")),
    chart("Load balancer, requests", api.balancer.metrics.requestCount({ period: minute })),
    chart("Database, % of processor", cluster.metricCPUUtilization(busiest)),
    chart("Database, connections", cluster.metricDatabaseConnections(busiest)),
    chart("Mails on the queue", mail.mails.queue.metricApproximateNumberOfMessagesVisible({ period: minute })),
    chart("Function of mails, errors", mail.lambda.metricErrors({ period: minute })),
  ];
}

export function createDashboards(scope: Construct, world: World): void {
  const start = "-PT3H";
  const people = new Dashboard(scope, "People", { dashboardName: "popline-people", start });
  people.addWidgets(...peoplesCharts());
  const machines = new Dashboard(scope, "Machines", { dashboardName: "popline-machines", start });
  machines.addWidgets(...machinesCharts(world));
}
