import { answerCalls } from "../../load/processes/calls.ts";
import { createApp } from "../../server/app.ts";
import { realClock } from "../../server/platform/clock.ts";
import { openDatabase } from "../../server/platform/database/index.ts";
import { connectionBacklog } from "../../server/platform/http/index.ts";
import { readSettings } from "../../server/platform/settings.ts";
import { createTraffic } from "../../server/platform/traffic.ts";
import { createGrounds } from "../grounds.ts";
import { nothingRoute } from "../nothing-route.ts";
import { createLearning } from "../purchases.ts";
import { openCache } from "../stores/caches.ts";
import { createShelfGrounds } from "../stores/shelf-grounds.ts";

/** What the benchmark asks of a server beside HTTP. An embedded database can only be filled from inside. */
export type ServerCalls = ReturnType<typeof callsOf>;

const settings = readSettings(process.env);
const database = await openDatabase(settings);
const cache = openCache(settings, process.env.BENCH_CACHE);
const traffic = createTraffic();
const isStill = process.env.BENCH_ROUNDS === "off";
const world = { settings, database, clock: realClock, cache, traffic, isStill };
const app = await createApp({ ...world, version: "bench", moreRoutes: nothingRoute });
await app.http.listen({ port: settings.port, host: settings.host, backlog: connectionBacklog });

function callsOf() {
  return {
    url: (_: null): string => `http://127.0.0.1:${(app.http.server.address() as { port: number }).port}`,
    ...createGrounds(database),
    ...createShelfGrounds(database),
    ...createLearning(traffic),
    cacheFigures: (_: null) => cache.figures(),
  };
}

answerCalls(callsOf());
process.on("SIGTERM", () => void app.stop().then(() => process.exit(0)));
