import type { AddressInfo } from "node:net";
import { signInTroublePath } from "../shared/sign-in.ts";
import { accountRoutes, type Journey, meRoutes, privacyRoutes, roleDoors, signInRoutes } from "./accounts/index.ts";
import { countGuestsEveryMs, createRoomsLive, listenEveryMs, roomRoutes } from "./chat/index.ts";
import { insightRoutes } from "./insights/index.ts";
import { openKakao } from "./kakao-wiring.ts";
import { createLineLive, lineRoutes, lookEveryMs, measureJoins } from "./line/index.ts";
import { openMetrics } from "./metrics-wiring.ts";
import {
  createNoticesLive,
  mailboxRoutes,
  notificationRoutes,
  pushRoutes,
  unsubscribeRoutes,
} from "./notifications/index.ts";
import { createOpeningLive, openingRoutes, watchEveryMs } from "./openings/index.ts";
import {
  auditRoutes,
  cacheRoutes,
  createRehearsals,
  deskRoutes,
  ledgerRoutes,
  operationRoutes,
  outboxRoutes,
  rehearsalRoutes,
} from "./operations/index.ts";
import { createProcessStage } from "./operations/stage.process.ts";
import type { Cache } from "./platform/cache/cache.ts";
import type { Clock } from "./platform/clock.ts";
import type { Database } from "./platform/database/index.ts";
import { createHttp, createSealedCookie, type Http } from "./platform/http/index.ts";
import type { Live } from "./platform/live/index.ts";
import type { Metrics } from "./platform/metrics/metrics.ts";
import type { Settings } from "./platform/settings.ts";
import { createTraffic, type Traffic } from "./platform/traffic.ts";
import { createDraw } from "./prerender.ts";
import { learningRoutes, recommendationRoutes } from "./recommendations/index.ts";
import { doorRoutes, reservationRoutes } from "./reservations/index.ts";
import { createRooms, type Rooms } from "./rooms.ts";
import { roundsOf, startRounds } from "./rounds.ts";
import { openShared, type Shared } from "./shared-wiring.ts";
import { slotRoutes } from "./slots/index.ts";
import { editingRoutes, pictureRoutes, posterRoutes, sharingRoutes, staffRoutes, storeRoutes } from "./stores/index.ts";

export { tablesOfWords } from "./accounts/index.ts";

/** So long a browser may stay at Kakao. */
const signInSeconds = 600;

interface World {
  readonly settings: Settings;
  readonly database: Database;
  readonly clock: Clock;
  readonly version: string;
  /** For the catalogue; left out, one in the process. */
  readonly cache?: Cache;
  /** Left out, one of its own: for benchmarks that learn beside it. */
  readonly traffic?: Traffic;
  /** Routes beside the rooms' own, for benchmarks. */
  readonly moreRoutes?: (app: Http) => void;
  /** Nothing is done but what is asked for: for tests that look at every row. */
  readonly isStill?: boolean;
}

/** Where this process itself reaches its HTTP server. */
function addressOf(http: Http): string {
  const { port } = http.server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

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

function registerStores(app: Http, rooms: Rooms): void {
  storeRoutes(app, rooms.stores);
  posterRoutes(app, rooms.stores);
  sharingRoutes(app, rooms.sharing);
  editingRoutes(app, rooms.editing);
  pictureRoutes(app, rooms);
  staffRoutes(app, rooms.staff);
}

/** Slots, the lines before them, and what comes of both. */
function registerSlots(app: Http, rooms: Rooms, metrics: Metrics): void {
  slotRoutes(app, rooms.slots);
  const measured = measureJoins(metrics);
  lineRoutes(app, rooms.line, (...answer) => {
    rooms.tallies.answered(...answer);
    measured(...answer);
  });
  reservationRoutes(app, rooms.reservations);
  doorRoutes(app, rooms.door);
  openingRoutes(app, rooms.openings);
  recommendationRoutes(app, rooms);
  insightRoutes(app, rooms.insights);
}

function registerNotifications(app: Http, { notifications }: Rooms, { sessionSecret: secret, demo }: Settings): void {
  const { desk, devices } = notifications;
  notificationRoutes(app, desk);
  if (devices !== null) pushRoutes(app, { devices, demo });
  unsubscribeRoutes(app, { settings: desk.settings, secret });
  if (demo) mailboxRoutes(app, notifications.mailbox);
}

interface Operated {
  readonly database: Database;
  readonly shared: Shared;
  /** Null outside demo mode. */
  readonly rehearsals: ReturnType<typeof createRehearsals> | null;
}

function registerOperations(
  app: Http,
  rooms: Rooms,
  { database: { ping }, shared: { link }, rehearsals }: Operated,
): void {
  const { lineLedger, auditLog, outboxState, notifications } = rooms;
  ledgerRoutes(app, lineLedger);
  deskRoutes(app, { ...rooms, isRedisThere: link?.isThere ?? null });
  auditRoutes(app, auditLog);
  cacheRoutes(app, rooms.cache);
  outboxRoutes(app, outboxState, notifications.relay !== null);
  learningRoutes(app, rooms.learningDesk);
  operationRoutes(app, { ping });
  if (rehearsals !== null) rehearsalRoutes(app, rehearsals);
}

/** What can be followed through a socket, and the rounds in which followers are told. */
function openTopics(app: Http, live: Live, rooms: Rooms, clock: Clock) {
  const { bus, news, presence, ledger, openingShelf, notifications } = rooms;
  const onTrouble = (error: unknown) => app.log.warn(error, "a live message was lost");
  const lines = createLineLive({ live, bus, news, presence, line: ledger, clock, onTrouble });
  const openings = createOpeningLive({ live, shelf: openingShelf, clock });
  const chat = createRoomsLive({
    ...{ live, bus, clock, onTrouble, rooms: rooms.chat, book: rooms.roomBook, guests: rooms.guestBook },
  });
  const notices = createNoticesLive({ live, notices: notifications.desk.notices });
  return {
    "looking at lines": [lookEveryMs, lines.tick],
    "keeping presence": [lookEveryMs, lines.keepPresence],
    "watching openings": [watchEveryMs, openings.tick],
    "showing notices": [watchEveryMs, notices.tick],
    "listening in rooms": [listenEveryMs, chat.tick],
    "counting guests": [countGuestsEveryMs, chat.countGuests],
  } as const;
}

/** Resolves when all that was accepted is committed, and nothing is told any more. */
async function drain({ notifications, ledger, talk }: Rooms): Promise<void> {
  await notifications.schedules?.close();
  await Promise.all([ledger.drained(), talk.drained()]);
}

/** The wiring: every room behind HTTP, and the rounds they make. Which adapters they have is in rooms.ts. */
export async function createApp({ settings, database, clock, version, cache, moreRoutes, ...more }: World) {
  const { traffic = createTraffic(), isStill = false } = more;
  const { sessionSecret: secret, publicUrl } = settings;
  const secure = publicUrl?.startsWith("https:") ?? false;
  const { stop: stopKakao, ...kakao } = await openKakao(settings);
  const [origin, warn] = [() => publicUrl ?? addressOf(http), (...said: [object, string]) => http.log.warn(...said)];
  const shared = openShared({ settings, clock, cache, log: warn });
  const rooms = createRooms({
    ...{ ...kakao, settings, database, clock, shared, traffic, origin, onLineTrouble: warn },
    onUnlinkTrouble: (cause, isLast) => http.log.warn({ event: "unlink", cause, isLast }, "a link at Kakao stays"),
    onFitTrouble: (error) => http.log.warn(error, "what was being learned has failed"),
    onMailTrouble: (error) => http.log.warn(error, "a mail could not be sent"),
  });
  const { desk, stores, slots, demo } = rooms;
  if (settings.demoData) await demo.seed();
  let accepting = true;
  let liveRounds: ReturnType<typeof openTopics> | undefined;
  const onTrouble = (error: unknown) => http.log.warn(error, "something could not be measured");
  const measuring = await openMetrics({ settings, clock, signals: rooms.signals, log: console.log, onTrouble });
  const rehearsals = createRehearsals(createProcessStage({ url: () => addressOf(http), secret, now: clock.now }));

  const http: Http = await createHttp({
    ...{ settings, secure, clock, version, traffic, whoIs: desk.whoIs, doors: roleDoors },
    troublePages: [signInTroublePath("busy")],
    ...{ draw: await createDraw({ stores, slots }), origin, limits: shared.limits, accepting: () => accepting },
    ownWrites: { mark: database.mark, ofDoors: settings.replicaUrl === null ? ["host"] : null },
    routes: (app, live) => {
      registerAccounts(app, rooms, { settings, secure, now: clock.now });
      desk.onEnded(live.endSessions);
      registerStores(app, rooms);
      registerSlots(app, rooms, measuring.metrics);
      roomRoutes(app, rooms.chat);
      liveRounds = openTopics(app, live, rooms, clock);
      measuring.watchSockets(live.connections);
      registerNotifications(app, rooms, settings);
      registerOperations(app, rooms, { database, shared, rehearsals: settings.demo ? rehearsals : null });
      moreRoutes?.(app);
    },
  });
  shared.connect();
  const ownRounds = isStill ? {} : roundsOf(rooms);
  const rounds = startRounds(http, { ...liveRounds, ...ownRounds, ...rooms.lineRounds, ...measuring.rounds });

  return {
    http,
    /** Whom one can sign in as in demo mode. */
    demoPeople: demo.people,
    /** Not ready → answer what was accepted → commit what is queued → close. */
    async stop(): Promise<void> {
      accepting = false;
      // All at once: the round that sends mails ends when the relay has stopped, and sockets are told meanwhile.
      const closed = http.close().then(stopKakao);
      const relay = rooms.notifications.relay?.stop();
      await Promise.all([closed, relay, rehearsals.stop(), rooms.learning.stop(), ...rounds.map(({ stop }) => stop())]);
      if (!isStill) await rooms.openings.tell().catch((error) => http.log.warn(error, "what was counted is lost"));
      await measuring.stop().catch(onTrouble);
      await drain(rooms);
      shared.close();
      await database.close();
    },
  };
}
