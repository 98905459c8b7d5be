import { createAwsFloors } from "./openings/floors.aws.ts";
import { createWarmUp } from "./openings/index.ts";
import { createSqlOpeningCalendar } from "./openings/opening-calendar.sql.ts";
import { openDatabase } from "./platform/database/index.ts";
import { readKeptSecrets } from "./platform/kept-secrets.ts";
import { readFloors } from "./platform/setting-floors.ts";
import { readUrl, SettingsError } from "./platform/setting-values.ts";
import { blameDatabase } from "./platform/start-trouble.ts";

async function open() {
  Object.assign(process.env, await readKeptSecrets(process.env));
  const databaseUrl = readUrl(process.env, "DATABASE_URL", ["postgres:", "postgresql:"]);
  if (databaseUrl === null) throw new SettingsError("DATABASE_URL is needed by the function that warms up.");
  const floors = createAwsFloors(readFloors(process.env));
  const database = await openDatabase({ databaseUrl, dataFolder: "" }).catch(blameDatabase({ databaseUrl }));
  return { database, warmUp: createWarmUp({ calendar: createSqlOpeningCalendar(database), floors }) };
}

let opened: ReturnType<typeof open> | null = null;

/** The Lambda that a schedule wakes each minute. A run that fails is made good by the next. */
export async function handler() {
  opened ??= open();
  const { warmUp } = await opened.catch((error: unknown) => {
    opened = null;
    throw error;
  });
  return warmUp.run();
}

/** Closes what `handler` opened; AWS just ends the process. */
export async function close(): Promise<void> {
  const { database } = (await opened) ?? {};
  opened = null;
  await database?.close();
}
