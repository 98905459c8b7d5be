import { openPush } from "./mail-wiring.ts";
import { createSqlCalendarWork } from "./notifications/calendar-work.sql.ts";
import {
  createCalendar,
  createComposer,
  createMailLambda,
  createSending,
  type QueueEvent,
} from "./notifications/index.ts";
import { createSesMailer } from "./notifications/mailer.ses.ts";
import { createSqlOutbox } from "./notifications/outbox.sql.ts";
import { openDatabase } from "./platform/database/index.ts";
import { describeFailure } from "./platform/http/errors.ts";
import { readKeptSecrets } from "./platform/kept-secrets.ts";
import { readFunctionSettings } from "./platform/setting-function.ts";
import { blameDatabase } from "./platform/start-trouble.ts";

/** Everything the function needs, once for each instance that AWS keeps. */
async function open() {
  // PGUSER and PGPASSWORD, which are read by the driver of the database itself, may be among them.
  Object.assign(process.env, await readKeptSecrets(process.env));
  const settings = readFunctionSettings(process.env);
  const { databaseUrl, publicUrl, sessionSecret: secret, region, from, push } = settings;
  const database = await openDatabase({ databaseUrl, dataFolder: "" }).catch(blameDatabase(settings));
  const onTrouble = (error: unknown) => console.error(JSON.stringify(describeFailure(error as Error)));
  const sending = createSending({
    outbox: createSqlOutbox(database),
    mailer: createSesMailer({ region, from }),
    compose: createComposer({ origin: () => publicUrl, secret, sender: from }),
    push: openPush({ push, demo: false }, database),
    onTrouble,
  });
  // What is written is sent by whoever has a relay: its round looks every few seconds.
  const { remind } = createCalendar(createSqlCalendarWork(database), () => undefined);
  return { handle: createMailLambda({ sending, remind, onTrouble }), database, sending };
}

let opened: ReturnType<typeof open> | null = null;

/** The Lambda behind the queues of mails and of reminders. Fails with the setting's name when it cannot be. */
export async function handler(event: QueueEvent, context: { getRemainingTimeInMillis(): number }) {
  opened ??= open();
  const { handle } = await opened.catch((error: unknown) => {
    opened = null;
    throw error;
  });
  return handle(event, context);
}

/** Closes what `handler` opened; AWS just ends the process. */
export async function close(): Promise<void> {
  const { database, sending } = (await opened) ?? {};
  opened = null;
  await sending?.close();
  await database?.close();
}
