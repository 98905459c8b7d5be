import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Duration } from "aws-cdk-lib/core";
import type { Construct } from "constructs";

/** Deliveries of one record before it is a dead letter. */
const mostDeliveries = 3;
/** Six times what the function may take, as AWS says of queues in front of a Lambda. */
const invisible = Duration.minutes(6);

interface Wish {
  readonly name: string;
  readonly retentionPeriod: Duration;
}

/** A standard queue, and another where what fails ends up, for two weeks. */
export function createQueue(scope: Construct, id: string, { name, retentionPeriod }: Wish) {
  const sealed = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };
  const dead = new Queue(scope, `${id}Dead`, {
    ...{ ...sealed, queueName: `popline-${name}-dead`, retentionPeriod: Duration.days(14) },
  });
  const queue = new Queue(scope, id, {
    ...{ ...sealed, queueName: `popline-${name}`, retentionPeriod, visibilityTimeout: invisible },
    deadLetterQueue: { queue: dead, maxReceiveCount: mostDeliveries },
  });
  return { queue, dead };
}

export type DeadLettered = ReturnType<typeof createQueue>;
