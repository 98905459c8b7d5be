import { randomUUID } from "node:crypto";
import { consentVersion } from "../shared/consent-version.ts";
import type { ReservationId } from "../shared/ids.ts";
import {
  createAccounts,
  createConsents,
  createPrivacy,
  createProfiles,
  createSessionDesk,
  createUnlinking,
  type GiveUp,
  type Links,
  type SignIn,
} from "./accounts/index.ts";
import { createSqlPeople } from "./accounts/people.sql.ts";
import { createSqlConsentLog, createSqlPersonalData, createSqlSealedPhones } from "./accounts/privacy/privacy.sql.ts";
import { createSqlRetention } from "./accounts/privacy/retention.sql.ts";
import { createSqlLinkList } from "./accounts/privacy/unlinking.sql.ts";
import { createSqlSessions } from "./accounts/sessions.sql.ts";
import { createSqlGuestBook } from "./chat/guest-book.sql.ts";
import { createRoomService } from "./chat/index.ts";
import { createSqlRoomBook } from "./chat/room-book.sql.ts";
import { createSqlRoomDeeds } from "./chat/room-deeds.sql.ts";
import { createSqlRoomTalk } from "./chat/room-talk.sql.ts";
import { createSqlDemoBook } from "./demo/demo-book.sql.ts";
import { createDemo } from "./demo/index.ts";
import { createInsights } from "./insights/index.ts";
import { createSqlInsightBook } from "./insights/insight-book.sql.ts";
import { createLine, type LineService } from "./line/index.ts";
import { createSqlLineNews } from "./line/line-news.sql.ts";
import { createSqlPresenceBook } from "./line/presence-book.sql.ts";
import { openLine } from "./line-wiring.ts";
import { createNotifications } from "./notification-wiring.ts";
import { type createQuiet, queuedLeaseSeconds, withQuietCancelling, withQuietLeaving } from "./notifications/index.ts";
import { createOpenings, createTallies } from "./openings/index.ts";
import { createSqlOpeningBook } from "./openings/opening-book.sql.ts";
import { createSqlOpeningShelf } from "./openings/opening-shelf.sql.ts";
import { createSqlAuditLog } from "./operations/audit-log.sql.ts";
import { createSqlLineLedger } from "./operations/line-ledger.sql.ts";
import { createSqlLineList } from "./operations/line-list.sql.ts";
import { createSqlOutboxState } from "./operations/outbox-state.sql.ts";
import { createSqlPeopleList } from "./operations/people-list.sql.ts";
import { createSqlSignals } from "./operations/signals.sql.ts";
import type { Bus } from "./platform/bus/bus.ts";
import { createLocalCache } from "./platform/cache/cache.local.ts";
import type { Clock } from "./platform/clock.ts";
import type { Database } from "./platform/database/index.ts";
import { createFieldCipher } from "./platform/field-cipher.ts";
import { createSeal } from "./platform/http/index.ts";
import type { Settings } from "./platform/settings.ts";
import type { Traffic } from "./platform/traffic.ts";
import { createSqlFitBook } from "./recommendations/fitting/fit-book.sql.ts";
import { createThreadFitter } from "./recommendations/fitting/fitter.thread.ts";
import { createSqlModelShelf } from "./recommendations/fitting/model-shelf.sql.ts";
import { createLearningDesk, createRecommendations, createShowing, createWatching } from "./recommendations/index.ts";
import { createSqlPurchaseShelf } from "./recommendations/purchases/purchase-shelf.sql.ts";
import { createSqlDeedBook } from "./recommendations/scoring/deed-book.sql.ts";
import { createSqlOutcomes } from "./recommendations/watching/outcomes.sql.ts";
import { createSqlOwnDeeds } from "./recommendations/watching/own-deeds.sql.ts";
import { createSqlWatchBook } from "./recommendations/watching/watch-book.sql.ts";
import { createSqlDoorBook } from "./reservations/door/door-book.sql.ts";
import { createDoor, createReservations, passCodeOf, passMarkOf, type Reservations } from "./reservations/index.ts";
import { createSqlReservationBook } from "./reservations/reservation-book.sql.ts";
import type { Shared } from "./shared-wiring.ts";
import { createSlots } from "./slots/index.ts";
import { createSqlSlotBook } from "./slots/slot-book.sql.ts";
import { createSqlEditionBook } from "./stores/editing/edition-book.sql.ts";
import {
  createEditing,
  createPictures,
  createSharing,
  createStaff,
  createStores,
  type Stores,
} from "./stores/index.ts";
import { createSharpDarkroom } from "./stores/pictures/darkroom.sharp.ts";
import { createSqlPictureShelf } from "./stores/pictures/picture-shelf.sql.ts";
import { createResvgPrinter } from "./stores/sharing/printer.resvg.ts";
import { createSqlStaffList } from "./stores/staff/staff-list.sql.ts";
import { createSqlStoreShelf } from "./stores/store-shelf.sql.ts";

interface World {
  readonly settings: Settings;
  readonly database: Database;
  readonly clock: Clock;
  readonly shared: Shared;
  readonly traffic: Traffic;
  readonly signIn: SignIn;
  /** Null where no link at the identity provider can be cut. */
  readonly links: Links | null;
  /** A link could not be cut, now or at all. */
  readonly onUnlinkTrouble: (cause: string, isLast: boolean) => void;
  /** What the line answers nobody with, and somebody has to look at. */
  readonly onLineTrouble: (what: object, text: string) => void;
  /** Where people reach us: what links in mails begin with. */
  readonly origin: () => string;
  /** What somebody began to learn has failed. */
  readonly onFitTrouble: (error: unknown) => void;
  /** A mail that could not be written or sent for a reason of our own. */
  readonly onMailTrouble: (error: unknown) => void;
}

/** Openings, and what counts the answers to presses for them. */
function createOpeningDesk({ database }: World, line: LineService) {
  const [tallies, shelf] = [createTallies(), createSqlOpeningShelf(database)];
  const book = createSqlOpeningBook(database);
  return { tallies, openingShelf: shelf, openings: createOpenings({ book, shelf, tallies, line }) };
}

/** Reservations, and the door at which they are used. */
function createVisits({ settings, database }: World, line: LineService, quiet: ReturnType<typeof createQuiet>) {
  const codeOf = (id: ReservationId) => passCodeOf(id, settings.sessionSecret);
  const book = withQuietCancelling(createSqlReservationBook(database), quiet);
  return {
    reservations: createReservations({ book, line, codeOf }),
    door: createDoor({ book: createSqlDoorBook(database), line, codeOf, markOf: passMarkOf }),
  };
}

function openDesk({ settings, clock, shared: { bus } }: World, sessions: ReturnType<typeof createSqlSessions>) {
  // Where tickets go on without the database, so do sessions that it confirmed (decision 0039).
  const outlast = settings.line === "buffered";
  return createSessionDesk({ sessions, clock, seal: createSeal(settings.sessionSecret), bus, outlast });
}

/** Pictures of shared addresses, of about 60 KB each. */
const mostSharedKept = 100;

/** Stores with what keeps them in memory, how their hosts write them, their pictures, and who works there. */
function createStoreRooms({ settings, database, clock, shared: { cache, bus } }: World) {
  const stores = createStores({ shelf: createSqlStoreShelf(database), clock, cache, bus });
  const { changed: onChanged } = stores;
  const darkroom = createSharpDarkroom();
  const pictures = createPictures({ shelf: createSqlPictureShelf(database), darkroom, onChanged });
  const printed = createLocalCache({ clock, mostWeight: mostSharedKept });
  return {
    cache,
    stores,
    editing: createEditing({ book: createSqlEditionBook(database), onChanged }),
    pictures,
    sharing: createSharing({ stores, pictures, darkroom, printer: createResvgPrinter(), cache: printed }),
    staff: createStaff({ list: createSqlStaffList(database), secret: settings.sessionSecret }),
  };
}

/** Stores' rooms: what is said in them, and who is there. */
function createChat({ database }: World, bus: Bus) {
  const [talk, roomBook] = [createSqlRoomTalk(database), createSqlRoomBook(database)];
  const chat = createRoomService({ talk, book: roomBook, deeds: createSqlRoomDeeds(database), bus });
  return { chat, roomBook, guestBook: createSqlGuestBook(database), talk };
}

type Leaving = Pick<Parameters<typeof createPrivacy>[0], "fields" | "giveUp" | "endSessions">;

/** What is stored of somebody until they leave, and the link at the identity provider, which goes after them. */
function createLeaving({ database, links, onUnlinkTrouble: onTrouble }: World, leaving: Leaving) {
  const [data, phones] = [createSqlPersonalData(database), createSqlSealedPhones(database)];
  return {
    privacy: createPrivacy({ ...leaving, data, phones, linkedAt: links?.issuer ?? null }),
    unlinking: links && createUnlinking({ list: createSqlLinkList(database), links, onTrouble }),
  };
}

/** What reads CSV comes when it is asked for: most servers never do. */
async function readPurchases(bytes: Buffer) {
  const { readCellBytes } = await import("./recommendations/purchases/purchase-file.csv.ts");
  return { source: "upload", ...(await readCellBytes("The file", bytes)) };
}

/** What somebody is shown, by the model that is live and what they agreed to; and how models are learned. */
function createRecommending({ database, clock, traffic, onFitTrouble: onTrouble }: World, stores: Stores) {
  const watching = createWatching({ book: createSqlWatchBook(database, consentVersion), clock });
  const [models, deeds] = [createSqlModelShelf(database), createSqlDeedBook(database)];
  const learning = createRecommendations({
    ...{ models, fitter: createThreadFitter(traffic), fits: createSqlFitBook(database) },
    ...{ purchases: createSqlPurchaseShelf(database), deeds: createSqlOwnDeeds(database, consentVersion) },
  });
  return {
    ...{ watching, learning },
    showing: createShowing({ stores, clock, models, deeds, watching }),
    learningDesk: createLearningDesk({ learning, outcomes: createSqlOutcomes(database), readPurchases, onTrouble }),
  };
}

export type Rooms = ReturnType<typeof createRooms>;

/** Every room with its adapters: the other half of the wiring in app.ts. */
export function createRooms(world: World) {
  const { settings, database, clock, signIn } = world;
  const [{ bus }, { ledger, rounds: lineRounds }] = [world.shared, openLine(world)];
  const [people, sessions] = [createSqlPeople(database), createSqlSessions(database)];
  const told = { people, together: database.transaction };
  const consents = createConsents({ ...told, log: createSqlConsentLog(database) });
  const desk = openDesk(world, sessions);
  const catalogue = createStoreRooms(world);
  const { changed: onChanged } = catalogue.stores;
  const notifications = createNotifications(world, bus, ledger.pressed, consents);
  const line = createLine(withQuietLeaving(ledger, notifications.quiet), bus);
  const visits = createVisits(world, line, notifications.quiet);
  const fields = createFieldCipher(settings.fieldKeys);
  return {
    ledger,
    lineRounds,
    bus,
    line,
    desk,
    accounts: createAccounts({ people, sessions, desk, signIn, agree: consents.agreeToServe }),
    profiles: createProfiles({ ...told, ...consents.byTelling, clock, fields, onChanged: desk.refresh }),
    consents,
    ...createLeaving(world, {
      fields,
      giveUp: giveUpBy(line, visits.reservations),
      endSessions: (person) => desk.endAll(person).then(() => notifications.quiet({ person })),
    }),
    notifications,
    retention: createSqlRetention(database),
    ...catalogue,
    slots: createSlots({ book: createSqlSlotBook(database, settings.mostWaiting), line, onChanged }),
    ...visits,
    ...createRecommending(world, catalogue.stores),
    ...createOpeningDesk(world, line),
    ...createChat(world, bus),
    ...whatPagesHear(database),
    ...whatOperatorsSee(database),
    demo: createDemo({ book: createSqlDemoBook(database) }),
  };
}

const whatPagesHear = (database: Database) => ({
  news: createSqlLineNews(database),
  presence: createSqlPresenceBook(database),
});

const whatOperatorsSee = (database: Database) => ({
  insights: createInsights(createSqlInsightBook(database, consentVersion)),
  lineLedger: createSqlLineLedger(database),
  auditLog: createSqlAuditLog(database),
  outboxState: createSqlOutboxState(database),
  signals: createSqlSignals(database, queuedLeaseSeconds),
  lineList: createSqlLineList(database),
  peopleList: createSqlPeopleList(database),
});

/** How somebody who is being erased gives up what they hold: by the same verbs as everybody, under keys of its own. */
function giveUpBy(line: LineService, reservations: Reservations): GiveUp {
  return {
    leave: (entry, person) => line.act("leave", entry, person, randomUUID()),
    cancel: (id, person) => reservations.cancel(id, person, randomUUID()),
  };
}
