import { EmailIdentity, Identity } from "aws-cdk-lib/aws-ses";
import { type App, Duration } from "aws-cdk-lib/core";
import { createMailFunction } from "../constructs/mail-function.ts";
import { createQueue } from "../constructs/queues.ts";
import { createReminders } from "../constructs/reminders.ts";
import { zoneOf } from "../constructs/zone.ts";
import type { Parameters } from "../parameters.ts";
import type { Data } from "./data.ts";
import type { Network } from "./network.ts";
import { openStack } from "./open-stack.ts";

interface Below {
  readonly network: Network;
  readonly data: Data;
}

/** Pointers at mails and the word to remind, on queues; the function behind both; who we are to mail servers. */
export function createMail(app: App, parameters: Parameters, { network, data }: Below) {
  const stack = openStack(app, "Mail", parameters);
  const identity = new EmailIdentity(stack, "Sender", {
    identity: Identity.publicHostedZone(zoneOf(stack, parameters)),
  });
  // A pointer's lease is five minutes: what is older than an hour opens nothing (docs/decisions/0022).
  const mails = createQueue(stack, "Mails", { name: "mails", retentionPeriod: Duration.hours(1) });
  const reminders = createQueue(stack, "Reminders", { name: "remind-tomorrow", retentionPeriod: Duration.days(1) });
  const queues = [mails, reminders];
  const lambda = createMailFunction(stack, { network, data, parameters, identity, queues });
  createReminders(stack, reminders.queue);
  return { stack, mails, reminders, lambda };
}

export type Mail = ReturnType<typeof createMail>;
