import { makeLoginRole, openDatabase } from "./platform/database/index.ts";
import { readUrl, SettingsError } from "./platform/setting-values.ts";
import { blameDatabase } from "./platform/start-trouble.ts";

/**
 * Migrates the database of DATABASE_URL and ends: 0 when it is as this release wants it. With LOGIN_PASSWORD the role
 * that servers log in as is made first (docs/operating/deploying.md).
 */
async function main(): Promise<void> {
  const databaseUrl = readUrl(process.env, "DATABASE_URL", ["postgres:", "postgresql:"]);
  if (databaseUrl === null) throw new SettingsError("DATABASE_URL is needed: the database that is migrated.");
  const { LOGIN_PASSWORD: password = "" } = process.env;
  const blame = blameDatabase({ databaseUrl });
  if (password !== "") console.log(`Role ${await makeLoginRole({ databaseUrl, password }).catch(blame)} is there.`);
  const database = await openDatabase({ databaseUrl, dataFolder: "" }).catch(blame);
  console.log(`Migrated; functions are in ${database.code}.`);
  await database.close();
}

main().catch((error: unknown) => {
  console.error(`Popline cannot migrate: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
