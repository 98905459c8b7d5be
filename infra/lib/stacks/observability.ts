import { ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type { App } from "aws-cdk-lib/core";
import { createAlarms } from "../constructs/alarms.ts";
import { createDashboards } from "../constructs/dashboards.ts";
import type { Parameters } from "../parameters.ts";
import type { Api } from "./api.ts";
import type { Data } from "./data.ts";
import type { Mail } from "./mail.ts";
import { openStack } from "./open-stack.ts";

interface Below {
  readonly data: Data;
  readonly mail: Mail;
  readonly api: Api;
}

/** What wakes operators, and what they look at then. */
export function createObservability(app: App, parameters: Parameters, { data, mail, api }: Below) {
  const stack = openStack(app, "Observability", parameters);
  const topic = new Topic(stack, "Operators", { topicName: "popline-operators", enforceSSL: true });
  // The rule about TLS takes the place of SNS's own policy, by which alarms of this account could speak here.
  const ours = { StringEquals: { "aws:SourceAccount": parameters.account } };
  topic.grantPublish(new ServicePrincipal("cloudwatch.amazonaws.com").withConditions(ours));
  topic.addSubscription(new EmailSubscription(parameters.operators));
  createAlarms(stack, topic, { mails: mail.mails.dead, reminders: mail.reminders.dead });
  createDashboards(stack, { data, mail, api });
  return { stack };
}
