import {
  type AlarmBase,
  AlarmRule,
  ComparisonOperator,
  CompositeAlarm,
  MathExpression,
  type Metric,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { Topic } from "aws-cdk-lib/aws-sns";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { Duration } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { joinAlarm, type LevelAlarm, levelAlarms, metrics, silentAlarm } from "../../../shared/metrics.ts";
import { signal } from "./signals.ts";

/** What it is to an alarm when nothing is measured. None may be well only because nobody looks. */
const silence = {
  /** Of levels, which servers tell each minute, also when they are 0: nobody knows. `servers-silent` says so, once. */
  unknown: TreatMissingData.MISSING,
  /** Of joins, which are counted each minute, also when there are none: without a server none is in time. */
  bad: TreatMissingData.BREACHING,
  /** Of dead letters: SQS ceases to measure a queue that nothing has touched for six hours. What was there still is. */
  asBefore: TreatMissingData.IGNORE,
} as const;

interface Wish {
  readonly metric: Metric | MathExpression;
  readonly above: number;
  /** In so many in a row. */
  readonly minutes?: number;
  readonly silence: TreatMissingData;
  /** In docs/operating/: what it means and what to do. */
  readonly page: string;
}

const named = (name: string, page: string) => ({
  ...{ alarmName: `popline-${name}`, alarmDescription: `docs/operating/${page}.md` },
});

function raise(scope: Construct, name: string, { metric, above, minutes = 1, silence: treatMissingData, page }: Wish) {
  return metric.createAlarm(scope, name, {
    ...{ ...named(name, page), threshold: above, comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD },
    ...{ evaluationPeriods: minutes, datapointsToAlarm: minutes, treatMissingData },
  });
}

/** A minute in which no server told this level has no value at all, so it is silence itself that counts. */
function raiseSilence(scope: Construct): AlarmBase {
  const { reads, minutes, page } = silentAlarm;
  return signal(reads, "SampleCount").createAlarm(scope, page, {
    ...{ ...named(page, page), threshold: 1, comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD },
    ...{ evaluationPeriods: minutes, datapointsToAlarm: minutes, treatMissingData: silence.bad },
  });
}

function badShare(minutes: number): MathExpression {
  return new MathExpression({
    expression: "IF(all > 0, 1 - good / all, 0)",
    usingMetrics: {
      all: signal(metrics.joins, "Sum", minutes),
      good: signal(metrics.joinsInTime, "Sum", minutes),
    },
    ...{ period: Duration.minutes(minutes), label: "joins late or failed" },
  });
}

/** Both windows burn: the long one says that it matters, the short one that it still goes on. */
function raiseBurns(scope: Construct): CompositeAlarm[] {
  const { allowance, burns, page } = joinAlarm;
  return burns.map(({ name, rate, longMinutes, shortMinutes }) => {
    const windows = [longMinutes, shortMinutes].map((minutes) =>
      raise(scope, `${page}-${name}-${minutes}`, {
        ...{ metric: badShare(minutes), above: rate * allowance, silence: silence.bad, page },
      }),
    );
    return new CompositeAlarm(scope, `${page}-${name}`, {
      ...{ compositeAlarmName: `popline-${page}-${name}`, alarmDescription: `docs/operating/${page}.md` },
      alarmRule: AlarmRule.allOf(...windows),
    });
  });
}

/** Of the same level in several servers the highest counts. */
const raiseLevel = (scope: Construct, name: string, { reads, ...more }: LevelAlarm) =>
  raise(scope, name, { metric: signal(reads, "Maximum"), silence: silence.unknown, ...more });

const lettersIn = (queue: IQueue) =>
  queue.metricApproximateNumberOfMessagesVisible({ statistic: "Maximum", period: Duration.minutes(1) });

/** What wakes somebody; `dead` are the queues of what a function gave up, by name. */
export function createAlarms(stack: Construct, topic: Topic, dead: Readonly<Record<string, IQueue>>): void {
  const scope = new Construct(stack, "Alarms");
  const page = "dead-letters";
  const alarms: AlarmBase[] = [
    raiseSilence(scope),
    ...raiseBurns(scope),
    ...Object.entries(levelAlarms).map(([name, alarm]) => raiseLevel(scope, name, alarm)),
    ...Object.entries(dead).map(([name, queue]) =>
      raise(scope, `${page}-${name}`, { metric: lettersIn(queue), above: 0, silence: silence.asBefore, page }),
    ),
  ];
  for (const alarm of alarms) alarm.addAlarmAction(new SnsAction(topic));
}
