import type { AddressInfo } from "node:net";
import { accountRoutes, createAccounts } from "./accounts/index.ts";
import { createSqlPeople } from "./accounts/people.sql.ts";
import { createSqlDemoBook } from "./demo/demo-book.sql.ts";
import { createDemo } from "./demo/index.ts";
import { createLine, createLineLive, lineRoutes, lookEveryMs } from "./line/index.ts";
import { createSqlLine } from "./line/line.sql.ts";
import { createSqlLineNews } from "./line/line-news.sql.ts";
import { createSqlAuditLog } from "./operations/audit-log.sql.ts";
import { auditRoutes, createRehearsals, ledgerRoutes, operationRoutes, rehearsalRoutes } from "./operations/index.ts";
import { createSqlLineLedger } from "./operations/line-ledger.sql.ts";
import { createProcessStage } from "./operations/stage.process.ts";
import { createLocalBus } from "./platform/bus/bus.local.ts";
import type { Clock } from "./platform/clock.ts";
import type { Database } from "./platform/database/index.ts";
import { every } from "./platform/every.ts";
import { createHttp, createSeal, type Http } from "./platform/http/index.ts";
import type { Settings } from "./platform/settings.ts";
import { createDraw } from "./prerender.ts";
import { createReservations, passCodeOf, reservationRoutes } from "./reservations/index.ts";
import { createSqlReservationBook } from "./reservations/reservation-book.sql.ts";
import { createSlots, slotRoutes } from "./slots/index.ts";
import { createSqlSlotBook } from "./slots/slot-book.sql.ts";
import { createStores, posterRoutes, storeRoutes } from "./stores/index.ts";
import { createSqlStoreShelf } from "./stores/store-shelf.sql.ts";

const settleEveryMs = 1_000;

interface World {
  readonly settings: Settings;
  readonly database: Database;
  readonly clock: Clock;
  readonly version: string;
  /** Routes beside the rooms' own, for benchmarks. */
  readonly moreRoutes?: (app: Http) => void;
}

/** Every room with its adapters. */
function createRooms({ settings, database, clock }: Pick<World, "settings" | "database" | "clock">) {
  const { sessionSecret } = settings;
  const ledger = createSqlLine(database);
  const bus = createLocalBus();
  const line = createLine(ledger, bus);
  const book = createSqlReservationBook(database);
  return {
    ledger,
    bus,
    line,
    accounts: createAccounts({ people: createSqlPeople(database), clock, seal: createSeal(sessionSecret) }),
    stores: createStores({ shelf: createSqlStoreShelf(database), clock }),
    slots: createSlots({ book: createSqlSlotBook(database, settings.mostWaiting), line }),
    reservations: createReservations({ book, line, codeOf: (id) => passCodeOf(id, sessionSecret) }),
    demo: createDemo({ book: createSqlDemoBook(database) }),
  };
}

/** Where this process itself reaches its HTTP server. */
function addressOf(http: Http): string {
  const { port } = http.server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

/** The wiring: picks an adapter for every port and puts the rooms behind HTTP. The only file that knows every room. */
export async function createApp({ settings, database, clock, version, moreRoutes }: World) {
  const secure = settings.publicUrl?.startsWith("https:") ?? false;
  const rooms = createRooms({ settings, database, clock });
  const { ledger, bus, line, accounts, stores, slots, reservations, demo } = rooms;
  if (settings.demoData) await demo.seed();
  let accepting = true;
  let lineLive: ReturnType<typeof createLineLive> | undefined;

  const rehearsals = createRehearsals(
    createProcessStage({ url: () => addressOf(http), secret: settings.sessionSecret, now: clock.now }),
  );

  const http: Http = await createHttp({
    settings,
    secure,
    clock,
    version,
    whoIs: accounts.whoIs,
    draw: await createDraw({ stores, slots }),
    accepting: () => accepting,
    routes: (app, live) => {
      accountRoutes(app, accounts, { demo: settings.demo, secure });
      storeRoutes(app, stores);
      posterRoutes(app, stores);
      slotRoutes(app, slots);
      lineRoutes(app, line);
      reservationRoutes(app, reservations);
      lineLive = createLineLive({
        live,
        bus,
        news: createSqlLineNews(database),
        line: ledger,
        clock,
        onTrouble: (error) => app.log.warn(error, "a live message was lost"),
      });
      ledgerRoutes(app, createSqlLineLedger(database));
      auditRoutes(app, createSqlAuditLog(database));
      if (settings.demo) rehearsalRoutes(app, rehearsals);
      operationRoutes(app, { ping: database.ping });
      moreRoutes?.(app);
    },
  });
  const looking = every(
    lookEveryMs,
    async () => lineLive?.tick(),
    (error) => http.log.warn(error, "looking at lines failed"),
  );
  const settling = every(settleEveryMs, line.settleDue, (error) => http.log.warn(error, "settling failed"));

  return {
    http,
    /** Whom one can sign in as in demo mode. */
    demoPeople: demo.people,
    /** Not ready → answer what was accepted → commit what is queued → close. */
    async stop(): Promise<void> {
      accepting = false;
      await Promise.all([rehearsals.stop(), settling.stop(), looking.stop()]);
      await http.close();
      await ledger.drained();
      await database.close();
    },
  };
}
