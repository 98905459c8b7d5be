import { randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import { namelessName } from "../shared/messages/sign-in.ts";
import {
  accountRoutes,
  createAccounts,
  createProfiles,
  createSessionDesk,
  type Journey,
  lookForEndedEveryMs,
  meRoutes,
  type SignIn,
  signInRoutes,
} from "./accounts/index.ts";
import { createSqlPeople } from "./accounts/people.sql.ts";
import { createSqlSessions } from "./accounts/sessions.sql.ts";
import { createKakaoSignIn } from "./accounts/sign-in.kakao.ts";
import { createSqlDemoBook } from "./demo/demo-book.sql.ts";
import { createDemo, createStandInKakao } from "./demo/index.ts";
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
import { createFieldCipher } from "./platform/field-cipher.ts";
import { createHttp, createSeal, createSealedCookie, type Http } from "./platform/http/index.ts";
import type { Settings } from "./platform/settings.ts";
import { createDraw } from "./prerender.ts";
import { createReservations, passCodeOf, reservationRoutes } from "./reservations/index.ts";
import { createSqlReservationBook } from "./reservations/reservation-book.sql.ts";
import { createSlots, slotRoutes } from "./slots/index.ts";
import { createSqlSlotBook } from "./slots/slot-book.sql.ts";
import { createStaff, createStores, posterRoutes, staffRoutes, storeRoutes } from "./stores/index.ts";
import { createSqlStaffList } from "./stores/staff/staff-list.sql.ts";
import { createSqlStoreShelf } from "./stores/store-shelf.sql.ts";

const settleEveryMs = 1_000;
/** So long a browser may stay at Kakao. */
const signInSeconds = 600;

interface World {
  readonly settings: Settings;
  readonly database: Database;
  readonly clock: Clock;
  readonly version: string;
  /** Routes beside the rooms' own, for benchmarks. */
  readonly moreRoutes?: (app: Http) => void;
}

/** Kakao where it is configured; else the demo's stand-in, whose accounts are the same after every start. */
async function openKakao({ kakao }: Settings) {
  if (kakao !== null) return { signIn: createKakaoSignIn({ ...kakao, namelessName }), stop: async () => undefined };
  const client = { clientId: "popline", clientSecret: randomUUID() };
  const standIn = await createStandInKakao(client);
  const issuer = await standIn.start();
  return {
    signIn: createKakaoSignIn({ ...client, issuer, keptAs: "stand-in-kakao", namelessName }),
    stop: standIn.stop,
  };
}

/** Every room with its adapters. */
function createRooms({
  settings,
  database,
  clock,
  signIn,
}: Omit<World, "version" | "moreRoutes"> & { signIn: SignIn }) {
  const { sessionSecret } = settings;
  const ledger = createSqlLine(database);
  const bus = createLocalBus();
  const people = createSqlPeople(database);
  const sessions = createSqlSessions(database);
  const desk = createSessionDesk({ sessions, clock, seal: createSeal(sessionSecret), bus });
  const line = createLine(ledger, bus);
  const book = createSqlReservationBook(database);
  return {
    ledger,
    bus,
    line,
    desk,
    accounts: createAccounts({ people, sessions, desk, signIn }),
    profiles: createProfiles({ people, clock, fields: createFieldCipher(settings.fieldKeys), onChanged: desk.refresh }),
    stores: createStores({ shelf: createSqlStoreShelf(database), clock }),
    staff: createStaff({ list: createSqlStaffList(database), secret: sessionSecret }),
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

/** What is done again and again, each in its own rhythm. */
function startRounds({ log }: Http, rounds: Readonly<Record<string, readonly [number, () => Promise<unknown>]>>) {
  return Object.entries(rounds).map(([name, [pauseMs, work]]) =>
    every(pauseMs, work, (error) => log.warn(error, `${name} failed`)),
  );
}

/** The wiring: picks an adapter for every port and puts the rooms behind HTTP. The only file that knows every room. */
export async function createApp({ settings, database, clock, version, moreRoutes }: World) {
  const { sessionSecret, publicUrl } = settings;
  const secure = publicUrl?.startsWith("https:") ?? false;
  const kakao = await openKakao(settings);
  const rooms = createRooms({ settings, database, clock, signIn: kakao.signIn });
  const { ledger, bus, line, desk, accounts, profiles, stores, staff, slots, reservations, demo } = rooms;
  if (settings.demoData) await demo.seed();
  const atKakao = { name: "popline-sign-in", secret: sessionSecret, secure, seconds: signInSeconds };
  const journey = createSealedCookie<Journey>(atKakao);
  let accepting = true;
  let lineLive: ReturnType<typeof createLineLive> | undefined;

  const rehearsals = createRehearsals(
    createProcessStage({ url: () => addressOf(http), secret: sessionSecret, now: clock.now }),
  );

  const http: Http = await createHttp({
    settings,
    secure,
    clock,
    version,
    whoIs: desk.whoIs,
    draw: await createDraw({ stores, slots }),
    accepting: () => accepting,
    routes: (app, live) => {
      accountRoutes(app, { accounts, desk, demo: settings.demo, secure });
      meRoutes(app, { profiles, desk, secure });
      signInRoutes(app, { accounts, journey, secure, publicUrl, now: clock.now });
      desk.onEnded(live.endSessions);
      storeRoutes(app, stores);
      posterRoutes(app, stores);
      staffRoutes(app, staff);
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
  const rounds = startRounds(http, {
    "looking at lines": [lookEveryMs, async () => lineLive?.tick()],
    "looking for ended sessions": [lookForEndedEveryMs, desk.lookForEnded],
    settling: [settleEveryMs, line.settleDue],
  });

  return {
    http,
    /** Whom one can sign in as in demo mode. */
    demoPeople: demo.people,
    /** Not ready → answer what was accepted → commit what is queued → close. */
    async stop(): Promise<void> {
      accepting = false;
      await Promise.all([rehearsals.stop(), ...rounds.map(({ stop }) => stop())]);
      await Promise.all([http.close(), kakao.stop()]);
      await ledger.drained();
      await database.close();
    },
  };
}
