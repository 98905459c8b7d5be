import type { ConsentDesk } from "./accounts/index.ts";
import { openPush, openRelay, openSchedules } from "./mail-wiring.ts";
import { createSqlCalendarWork } from "./notifications/calendar-work.sql.ts";
import { createSqlFollows } from "./notifications/follows.sql.ts";
import {
  createCalendar,
  createCalm,
  createComposer,
  createQuiet,
  createSettings,
  onMessages,
} from "./notifications/index.ts";
import { createSqlMailbox } from "./notifications/mailbox.sql.ts";
import { createSqlNotices } from "./notifications/notices.sql.ts";
import { createSqlNotificationList } from "./notifications/notification-list.sql.ts";
import { createSqlOutbox } from "./notifications/outbox.sql.ts";
import { createSqlPushDevices } from "./notifications/push/push-devices.sql.ts";
import { createSqlSettingsBook } from "./notifications/settings-book.sql.ts";
import type { Bus } from "./platform/bus/bus.ts";
import type { Clock } from "./platform/clock.ts";
import type { Database } from "./platform/database/index.ts";
import type { Settings } from "./platform/settings.ts";

interface World {
  readonly settings: Settings;
  readonly database: Database;
  readonly clock: Clock;
  /** Where people reach us: what links in mails begin with. */
  readonly origin: () => string;
  /** A mail that could not be written or sent for a reason of our own. */
  readonly onMailTrouble: (error: unknown) => void;
}

/** The relay with what it sends by, how the answers of others wait for it, and what people see of it. */
export function createNotifications(world: World, bus: Bus, pressed: () => number, { write: agree }: ConsentDesk) {
  const { settings, database, clock, origin, onMailTrouble: onTrouble } = world;
  const outbox = createSqlOutbox(database);
  const mailbox = createSqlMailbox(database);
  const compose = createComposer({ origin, secret: settings.sessionSecret, sender: settings.mail.from });
  const push = openPush(settings, database);
  const book = createSqlSettingsBook(database, settings.push?.publicKey ?? null);
  const calm = createCalm({ pressed, clock });
  const relay = openRelay({ settings, database, mailbox, compose, push, calm, onTrouble });
  const hurry = () => relay?.hurry();
  onMessages(bus, hurry);
  return {
    relay,
    schedules: openSchedules({ settings, database }),
    mailbox,
    devices: push && createSqlPushDevices(database),
    quiet: createQuiet(outbox, clock),
    calendar: createCalendar(createSqlCalendarWork(database), hurry),
    desk: {
      list: createSqlNotificationList(database),
      settings: createSettings({ book, agree, together: database.transaction }),
      follows: createSqlFollows(database),
      notices: createSqlNotices(database),
      hurry,
    },
  };
}
