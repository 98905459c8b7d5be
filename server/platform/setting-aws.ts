import { type Environment, readUrl, SettingsError } from "./setting-values.ts";

/** What wakes a Lambda at 15:00 where stores are. */
export interface RemindQueue {
  readonly queueArn: string;
  readonly roleArn: string;
}

/** What is asked of AWS. Who we are there is never ours to know: the SDK looks where it always does. */
export interface AwsSettings {
  readonly region: string;
  /** Where pointers at mails go; needed for MAIL_TRANSPORT=sqs. */
  readonly mailQueueUrl: string | null;
  readonly reminders: RemindQueue | null;
}

const regionShape = /^[a-z]{2}(-[a-z]{2,20}){1,3}-[0-9]{1,2}$/;
const queueShape = /^arn:aws[a-z-]{0,20}:sqs:[a-z0-9-]{5,40}:[0-9]{12}:[\w-]{1,80}$/;
const roleShape = /^arn:aws[a-z-]{0,20}:iam::[0-9]{12}:role\/[\w+=,.@/-]{1,500}$/;

/** The SDK reads AWS_REGION too; it is asked for here so that a start without it says so. */
export function readRegion({ AWS_REGION: region = "" }: Environment, what: string): string {
  if (regionShape.test(region)) return region;
  const found = region === "" ? "" : `, not: ${region}`;
  throw new SettingsError(`AWS_REGION is needed for ${what}, like ap-northeast-2${found}`);
}

/** Other ways to AWS that the SDK reads: what goes there leaves this machine by TLS or not at all. */
const endpoints = ["", "_SESV2", "_SQS", "_SCHEDULER"].map((service) => `AWS_ENDPOINT_URL${service}`);
const thisMachine = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

export function refusePlainEndpoints(environment: Environment): void {
  for (const name of endpoints) {
    const url = readUrl(environment, name, ["http:", "https:"]);
    if (url === null || url.startsWith("https:") || thisMachine.test(new URL(url).hostname)) continue;
    throw new SettingsError(`${name} must begin with https://, for it leads to another machine.`);
  }
}

function readReminders(environment: Environment): RemindQueue | null {
  const { REMIND_QUEUE_ARN: queueArn = "", SCHEDULER_ROLE_ARN: roleArn = "" } = environment;
  if (queueArn === "" && roleArn === "") return null;
  if (!queueShape.test(queueArn)) {
    throw new SettingsError("REMIND_QUEUE_ARN must be a queue's, beside SCHEDULER_ROLE_ARN: arn:aws:sqs:…");
  }
  if (!roleShape.test(roleArn)) {
    throw new SettingsError("SCHEDULER_ROLE_ARN must be a role's, beside REMIND_QUEUE_ARN: arn:aws:iam::…:role/…");
  }
  return { queueArn, roleArn };
}

/** Null where nothing is asked of AWS. */
export function readAws(environment: Environment, transport: string, demo: boolean): AwsSettings | null {
  const reminders = readReminders(environment);
  const mailQueueUrl = readUrl(environment, "MAIL_QUEUE_URL", demo ? ["http:", "https:"] : ["https:"]);
  if (transport === "sqs" && mailQueueUrl === null) {
    throw new SettingsError("MAIL_QUEUE_URL is needed for MAIL_TRANSPORT=sqs: the queue's address.");
  }
  if (mailQueueUrl?.endsWith(".fifo")) throw new SettingsError("MAIL_QUEUE_URL must be a standard queue's, not FIFO.");
  const isByAws = transport === "ses" || transport === "sqs";
  if (!isByAws && reminders === null) return null;
  refusePlainEndpoints(environment);
  const what = isByAws ? `MAIL_TRANSPORT=${transport}` : "REMIND_QUEUE_ARN";
  return { region: readRegion(environment, what), mailQueueUrl, reminders };
}
