import { createRequire } from "node:module";
import { createSqlCalendarWork } from "./notifications/calendar-work.sql.ts";
import { createLocalCourier } from "./notifications/courier.local.ts";
import { createSqsCourier } from "./notifications/courier.sqs.ts";
import {
  type Courier,
  createPush,
  createRelay,
  createScheduleKeeping,
  createSending,
  type Mailer,
  queuedLeaseSeconds,
} from "./notifications/index.ts";
import { createMailboxMailer, type KeepMail } from "./notifications/mailer.mailbox.ts";
import { createSesMailer } from "./notifications/mailer.ses.ts";
import { createSmtpMailer } from "./notifications/mailer.smtp.ts";
import { createSqlOutbox } from "./notifications/outbox.sql.ts";
import { createWebPushCourier } from "./notifications/push/push-courier.web-push.ts";
import { createSqlPushDevices } from "./notifications/push/push-devices.sql.ts";
import { createAwsSchedules } from "./notifications/schedules.aws.ts";
import type { Database } from "./platform/database/index.ts";
import { type Settings, SettingsError } from "./platform/settings.ts";

interface World {
  readonly settings: Settings;
  readonly database: Database;
  readonly mailbox: { readonly keep: KeepMail };
  readonly compose: Parameters<typeof createSending>[0]["compose"];
  readonly push: Parameters<typeof createSending>[0]["push"];
  readonly calm: Parameters<typeof createRelay>[0]["calm"];
  readonly onTrouble: (error: unknown) => void;
}

/** AWS's packages are optional and loaded when first used: that one is missing is said at the start. */
function needPackage(name: string, setting: string): void {
  try {
    createRequire(import.meta.url).resolve(name);
  } catch {
    throw new SettingsError(`${setting} needs the package ${name}: npm ci --include=optional installs it.`);
  }
}

/** What hands mails over, by MAIL_TRANSPORT; null where this process does not. */
function pickMailer({ settings: { mail, aws }, mailbox }: World): Mailer | null {
  const { transport, server, from } = mail;
  if (transport === "mailbox") return createMailboxMailer(mailbox.keep);
  if (transport === "smtp" && server !== null) return createSmtpMailer({ ...server, from });
  if (transport !== "ses" || aws === null) return null;
  needPackage("@aws-sdk/client-sesv2", "MAIL_TRANSPORT=ses");
  return createSesMailer({ region: aws.region, from });
}

function pickCourier(world: World): Courier | null {
  const { settings, database, compose, push, onTrouble } = world;
  const outbox = createSqlOutbox(database);
  const { mail, aws } = settings;
  if (mail.transport === "sqs" && aws !== null && aws.mailQueueUrl !== null) {
    needPackage("@aws-sdk/client-sqs", "MAIL_TRANSPORT=sqs");
    return createSqsCourier({ region: aws.region, queueUrl: aws.mailQueueUrl, outbox, onTrouble });
  }
  const mailer = pickMailer(world);
  return mailer && createLocalCourier(createSending({ outbox, mailer, compose, push, onTrouble }), outbox);
}

/** What shows messages on browsers; null where nobody is pushed anything. */
export function openPush({ push, demo }: Pick<Settings, "push" | "demo">, database: Database) {
  const devices = createSqlPushDevices(database);
  return push && createPush({ courier: createWebPushCourier({ ...push, demo }), devices });
}

/** The relay with what it sends by; null where this process sends no mails. */
export function openRelay(world: World): ReturnType<typeof createRelay> | null {
  const courier = pickCourier(world);
  const isQueued = world.settings.mail.transport === "sqs";
  const outbox = createSqlOutbox(world.database, isQueued ? queuedLeaseSeconds : undefined);
  return courier && createRelay({ outbox, courier, calm: world.calm, onTrouble: world.onTrouble });
}

/** What keeps the schedules that wake the Lambda for reminders; null where REMIND_QUEUE_ARN names no queue. */
export function openSchedules({ settings: { aws }, database }: Pick<World, "settings" | "database">) {
  if (aws === null || aws.reminders === null) return null;
  needPackage("@aws-sdk/client-scheduler", "REMIND_QUEUE_ARN");
  const schedules = createAwsSchedules({ region: aws.region, ...aws.reminders });
  return createScheduleKeeping(schedules, createSqlCalendarWork(database));
}
