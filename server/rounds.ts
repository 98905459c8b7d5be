import { lookForEndedEveryMs } from "./accounts/index.ts";
import { every } from "./platform/every.ts";
import type { Http } from "./platform/http/index.ts";
import { tellWatchedEveryMs } from "./recommendations/index.ts";
import type { Rooms } from "./rooms.ts";

const settleEveryMs = 1_000;
/** So much of what was counted of an opening is lost with a process. */
const tellTalliesEveryMs = 1_000;
/** So long a store whose card was changed is counted by each who lists it, about. */
const giveVersionsEveryMs = 1_000;
/** Openings begin a minute early, and end a few seconds late. */
const keepOpeningsEveryMs = 2_000;
/** Mails go when something was committed; this finds what no hint told of. */
const sendEveryMs = 5_000;
/** Reminders, notices and openings that are due. */
const calendarEveryMs = 15_000;
/** The schedules of EventBridge, where there are any; also soon after the start. */
const scheduleEveryMs = 3_600_000;
/** Who did not come is written down within half a minute of the grace time. */
const markEveryMs = 30_000;
/** Erasures go on until they end. */
const eraseEveryMs = 5_000;
/** Whether it is the night's turn to learn. */
const learnEveryMs = 600_000;
/** Links of those who have left are cut at Kakao; again after a pause where that failed. */
const unlinkEveryMs = 5_000;
/** What was kept long enough goes, and fields are sealed with the newest key. */
const sweepEveryMs = 3_600_000;

/** What is done again and again, each in its own rhythm. */
export function startRounds(
  { log }: Http,
  rounds: Readonly<Record<string, readonly [number, (isToEnd: () => boolean) => Promise<unknown>]>>,
) {
  return Object.entries(rounds).map(([name, [pauseMs, work]]) =>
    every(pauseMs, work, (error) => log.warn(error, `${name} failed`)),
  );
}

/** What each process does again and again, each with its pause. */
export const roundsOf = (rooms: Rooms) => {
  const { desk, line, door, stores, openings, notifications, privacy, unlinking, retention, watching, learning } =
    rooms;
  const { relay, calendar, schedules } = notifications;
  return {
    "looking for ended sessions": [lookForEndedEveryMs, desk.lookForEnded],
    settling: [settleEveryMs, line.settleDue],
    "telling what was counted": [tellTalliesEveryMs, openings.tell],
    "giving cards versions": [giveVersionsEveryMs, stores.giveVersions],
    "keeping openings": [keepOpeningsEveryMs, openings.keep],
    "marking no-shows": [markEveryMs, door.markNoShows],
    "sending mails": [sendEveryMs, async () => relay?.run()],
    "reminding and announcing": [calendarEveryMs, calendar.tick],
    "keeping schedules": [scheduleEveryMs, async () => schedules?.keep()],
    "telling what was shown": [tellWatchedEveryMs, watching.tell],
    "learning at night": [learnEveryMs, learning.learnAtNight],
    erasing: [eraseEveryMs, privacy.resume],
    "cutting links": [unlinkEveryMs, async () => unlinking?.run()],
    sweeping: [sweepEveryMs, retention.sweep],
    "sealing again": [sweepEveryMs, privacy.rotate],
  } as const;
};
