import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createApp, tablesOfWords } from "./app.ts";
import { realClock } from "./platform/clock.ts";
import { keepBackups, openDatabase } from "./platform/database/index.ts";
import { connectionBacklog } from "./platform/http/index.ts";
import { repository } from "./platform/repository.ts";
import { readSettings, SettingsError } from "./platform/settings.ts";
import { blameAddress, blameDatabase, warningsOf } from "./platform/start-trouble.ts";

const stopWithinMs = 25_000;
const echoMs = 1_000;

/** Ends in good order when it is told to, within 25 s. */
function stopOnSignals(app: Awaited<ReturnType<typeof createApp>>): void {
  let stoppingSince: number | null = null;
  async function stop(): Promise<void> {
    // Whoever asks a second time is in a hurry; a signal to the whole group comes again through those above us.
    if (stoppingSince !== null && performance.now() - stoppingSince > echoMs) process.exit(1);
    if (stoppingSince !== null) return;
    stoppingSince = performance.now();
    setTimeout(() => process.exit(1), stopWithinMs).unref();
    await app.stop();
    process.exit(0);
  }
  process.on("SIGTERM", () => void stop());
  process.on("SIGINT", () => void stop());
}

async function start(): Promise<void> {
  const settings = readSettings(process.env);
  for (const warning of warningsOf(settings)) console.warn(`Popline warns: ${warning}`);
  const { version } = JSON.parse(await readFile(join(repository, "package.json"), "utf8"));
  const database = await openDatabase(settings).catch(blameDatabase(settings));
  const app = await createApp({ settings, database, clock: realClock, version });
  stopOnSignals(app);
  const { dump } = database;
  if (dump)
    keepBackups(
      settings.dataFolder,
      () => dump(tablesOfWords),
      (error) => app.http.log.error(error, "no backup was written"),
    );
  const address = { port: settings.port, host: settings.host, backlog: connectionBacklog };
  await app.http.listen(address).catch(blameAddress(settings));

  const { port } = app.http.server.address() as { port: number };
  console.log(`Popline is listening on http://${settings.host}:${port}`);
  if (settings.demo) {
    const { visitor, host, operator } = app.demoPeople;
    console.log("Demo mode: anybody on this machine may sign in as anybody.");
    console.log(`Sign in by name and role: ${visitor} (visitor), ${host} (host) or ${operator} (operator).`);
  }
}

// With nothing left to wait for Node would end as if all had gone well. A server that listens never comes here.
process.once("beforeExit", () => {
  console.error("Popline cannot start: something it waited for went away without an answer.");
  process.exit(1);
});

start().catch((error: unknown) => {
  const wrongSetting = error instanceof SettingsError;
  console.error(wrongSetting ? `Popline cannot start: ${error.message}` : error);
  process.exit(1);
});
