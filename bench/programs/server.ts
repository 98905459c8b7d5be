import { answerCalls } from "../../load/processes/calls.ts";
import { createApp } from "../../server/app.ts";
import { createLocalCache } from "../../server/platform/cache/cache.local.ts";
import { realClock } from "../../server/platform/clock.ts";
import { openDatabase } from "../../server/platform/database/index.ts";
import { readSettings } from "../../server/platform/settings.ts";
import { createGrounds } from "../grounds.ts";
import { nothingRoute } from "../nothing-route.ts";
import { createShelfGrounds } from "../stores/shelf-grounds.ts";

/** What the benchmark asks of a server beside HTTP. An embedded database can only be filled from inside. */
export type ServerCalls = ReturnType<typeof callsOf>;

const settings = readSettings(process.env);
const database = await openDatabase(settings);
const kept = createLocalCache({ clock: realClock, mostWeight: 20_000 });
/** A cache that keeps nothing, for what is measured without one. */
const cache = process.env.BENCH_CACHE === "off" ? { ...kept, read: kept.renew, renew: kept.renew } : kept;
const world = { settings, database, clock: realClock, cache };
const app = await createApp({ ...world, version: "bench", moreRoutes: nothingRoute });
await app.http.listen({ port: settings.port, host: settings.host, backlog: 16_384 });

function callsOf() {
  return {
    url: (_: null): string => `http://127.0.0.1:${(app.http.server.address() as { port: number }).port}`,
    ...createGrounds(database),
    ...createShelfGrounds(database),
    cacheFigures: (_: null) => kept.figures(),
  };
}

answerCalls(callsOf());
process.on("SIGTERM", () => void app.stop().then(() => process.exit(0)));
