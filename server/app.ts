import { randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import { namelessName } from "../shared/messages/sign-in.ts";
import {
  accountRoutes,
  createAccounts,
  createConsents,
  createPrivacy,
  createProfiles,
  createSessionDesk,
  type GiveUp,
  type Journey,
  lookForEndedEveryMs,
  meRoutes,
  privacyRoutes,
  type SignIn,
  signInRoutes,
} from "./accounts/index.ts";
import { createSqlPeople } from "./accounts/people.sql.ts";
import { createSqlConsentLog, createSqlPersonalData, createSqlSealedPhones } from "./accounts/privacy/privacy.sql.ts";
import { createSqlRetention } from "./accounts/privacy/retention.sql.ts";
import { createSqlSessions } from "./accounts/sessions.sql.ts";
import { createKakaoSignIn } from "./accounts/sign-in.kakao.ts";
import { createSqlDemoBook } from "./demo/demo-book.sql.ts";
import { createDemo, createStandInKakao } from "./demo/index.ts";
import { createLine, createLineLive, type LineService, lineRoutes, lookEveryMs } from "./line/index.ts";
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
import { createReservations, passCodeOf, type Reservations, reservationRoutes } from "./reservations/index.ts";
import { createSqlReservationBook } from "./reservations/reservation-book.sql.ts";
import { createSlots, slotRoutes } from "./slots/index.ts";
import { createSqlSlotBook } from "./slots/slot-book.sql.ts";
import { createStaff, createStores, posterRoutes, staffRoutes, storeRoutes } from "./stores/index.ts";
import { createSqlStaffList } from "./stores/staff/staff-list.sql.ts";
import { createSqlStoreShelf } from "./stores/store-shelf.sql.ts";

const settleEveryMs = 1_000;
/** Erasures go on until they end. */
const eraseEveryMs = 5_000;
/** What was kept long enough goes, and fields are sealed with the newest key. */
const sweepEveryMs = 3_600_000;
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
  const reservations = createReservations({ book, line, codeOf: (id) => passCodeOf(id, sessionSecret) });
  const fields = createFieldCipher(settings.fieldKeys);
  const consents = createConsents({ log: createSqlConsentLog(database), people });
  return {
    ledger,
    bus,
    line,
    desk,
    accounts: createAccounts({ people, sessions, desk, signIn, agree: consents.agreeToServe }),
    profiles: createProfiles({ people, clock, fields, agree: consents.agreeToUse, onChanged: desk.refresh }),
    consents,
    privacy: createPrivacy({
      data: createSqlPersonalData(database),
      phones: createSqlSealedPhones(database),
      fields,
      giveUp: giveUpBy(line, reservations),
      endSessions: desk.endAll,
    }),
    retention: createSqlRetention(database),
    stores: createStores({ shelf: createSqlStoreShelf(database), clock }),
    staff: createStaff({ list: createSqlStaffList(database), secret: sessionSecret }),
    slots: createSlots({ book: createSqlSlotBook(database, settings.mostWaiting), line }),
    reservations,
    demo: createDemo({ book: createSqlDemoBook(database) }),
  };
}

/** How somebody who is being erased gives up what they hold: by the same verbs as everybody, under keys of its own. */
function giveUpBy(line: LineService, reservations: Reservations): GiveUp {
  return {
    leave: (entry, person) => line.act("leave", entry, person, randomUUID()),
    cancel: (id, person) => reservations.cancel(id, person, randomUUID()),
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

type Rooms = ReturnType<typeof createRooms>;

const roundsOfPrivacy = ({ privacy, retention }: Rooms) =>
  ({
    erasing: [eraseEveryMs, privacy.resume],
    sweeping: [sweepEveryMs, retention.sweep],
    "sealing again": [sweepEveryMs, privacy.rotate],
  }) as const;

interface Entrance {
  readonly settings: Settings;
  readonly secure: boolean;
  readonly now: () => number;
}

/** Everything about people: signing in, their profile and sessions, their data. */
function registerAccounts(app: Http, rooms: Rooms, { settings, secure, now }: Entrance): void {
  const { accounts, desk, profiles, privacy, consents } = rooms;
  const { demo, publicUrl, sessionSecret: secret } = settings;
  const journey = createSealedCookie<Journey>({ name: "popline-sign-in", secret, secure, seconds: signInSeconds });
  accountRoutes(app, { accounts, desk, demo, secure });
  meRoutes(app, { profiles, desk, secure });
  privacyRoutes(app, { privacy, consents, secure });
  signInRoutes(app, { accounts, journey, secure, publicUrl, now });
}

/** The wiring: picks an adapter for every port and puts the rooms behind HTTP. The only file that knows every room. */
export async function createApp({ settings, database, clock, version, moreRoutes }: World) {
  const { sessionSecret, publicUrl } = settings;
  const secure = publicUrl?.startsWith("https:") ?? false;
  const kakao = await openKakao(settings);
  const rooms = createRooms({ settings, database, clock, signIn: kakao.signIn });
  const { ledger, bus, line, desk, stores, staff, slots, reservations, demo } = rooms;
  if (settings.demoData) await demo.seed();
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
      registerAccounts(app, rooms, { settings, secure, now: clock.now });
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
    ...roundsOfPrivacy(rooms),
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
