import type { Function as Lambda } from "aws-cdk-lib/aws-lambda";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import type { EmailIdentity } from "aws-cdk-lib/aws-ses";
import { Duration } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { Parameters } from "../parameters.ts";
import type { Data } from "../stacks/data.ts";
import type { Network } from "../stacks/network.ts";
import { addressOf } from "./database.ts";
import { createProgram } from "./program.ts";
import type { DeadLettered } from "./queues.ts";

/** Functions that send at a time: each takes two connections, and SES is not asked for more than it allows. */
const mostAtOnce = 5;
const recordsAtOnce = 10;

interface World {
  readonly network: Network;
  readonly data: Data;
  readonly parameters: Parameters;
  readonly identity: EmailIdentity;
  readonly queues: readonly DeadLettered[];
}

/** What sends mails and writes reminders (server/mail-function.ts). */
export function createMailFunction(scope: Construct, { network, data, parameters, identity, queues }: World): Lambda {
  const { secrets } = data.kept;
  const lambda = createProgram(scope, "MailFunction", {
    ...{ network, folder: parameters.functionFolder, program: "mail-function" },
    environment: {
      DATABASE_URL: addressOf(data.cluster.clusterEndpoint.hostname),
      PUBLIC_URL: `https://${parameters.domain}`,
      MAIL_FROM: parameters.mailFrom,
    },
    secrets: {
      PGUSER: { secret: data.login, field: "username" },
      PGPASSWORD: { secret: data.login, field: "password" },
      SESSION_SECRET: { secret: secrets, field: "SESSION_SECRET" },
      VAPID_PRIVATE_KEY: { secret: secrets, field: "VAPID_PRIVATE_KEY" },
    },
  });
  for (const { queue } of queues) {
    const many = { batchSize: recordsAtOnce, maxBatchingWindow: Duration.seconds(0), maxConcurrency: mostAtOnce };
    lambda.addEventSource(new SqsEventSource(queue, { ...many, reportBatchItemFailures: true }));
  }
  identity.grantSendEmail(lambda);
  return lambda;
}
