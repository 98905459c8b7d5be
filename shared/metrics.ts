/** What servers measure, by the names under which CloudWatch knows it. No name holds an id; nothing has dimensions. */
export const metricSpace = "Popline";

/** Counted by the process that answers. */
export const counts = {
  /** Joins that were asked for and answered, whatever the answer; refusals by the rules are good answers. */
  joins: "Joins",
  /** Of these, answered without a fault of ours and within `joinWithinMs`. */
  joinsInTime: "JoinsInTime",
} as const;

/** Durations in milliseconds. */
export const times = {
  /** Until the answer to a join. */
  joinTime: "JoinTime",
} as const;

/** How it stands now. Those of the database are the same in every process; sockets and lag are the process's own. */
export const levels = {
  /** Slots with more seats given than there are, by a query that shares no code with booking. */
  oversold: "Oversold",
  /** People in all lines. */
  waiting: "Waiting",
  /** Lines in which somebody could be seated and is not, or an offer ran out a minute ago and nobody saw to it. */
  linesStill: "LinesStill",
  /** How fast the head of lines moves: seats given in the last minute, walk-ins aside. */
  seatsGiven: "SeatsGiven",
  /** Seconds from the press to the seat, the median of seats given in the last minute; absent when there were none. */
  timeToSeat: "TimeToSeat",
  /** Seconds for which the oldest message of the outbox could have gone, and has not. */
  outboxAge: "OutboxAge",
  /** Messages given up for good within a day. */
  deadLetters: "DeadLetters",
  sockets: "Sockets",
  /** Milliseconds that the event loop came late since it was last looked at, 99th percentile. */
  loopLag: "LoopLag",
} as const;

export const metrics = { ...counts, ...times, ...levels } as const;

type NameIn<Names> = Names[keyof Names];
export type CountName = NameIn<typeof counts>;
export type TimeName = NameIn<typeof times>;
export type LevelName = NameIn<typeof levels>;
export type MetricName = NameIn<typeof metrics>;
export type Levels = Partial<Readonly<Record<LevelName, number>>>;

/** A join is in time when it is answered so soon. */
export const joinWithinMs = 500;

/** What wakes somebody, by its name in CloudWatch; `page` is in docs/operating/. */
export interface LevelAlarm {
  readonly reads: LevelName;
  readonly above: number;
  /** In so many minutes in a row. */
  readonly minutes: number;
  readonly page: string;
}

export const levelAlarms: Readonly<Record<string, LevelAlarm>> = {
  oversold: { reads: levels.oversold, above: 0, minutes: 1, page: "oversold" },
  "line-still": { reads: levels.linesStill, above: 0, minutes: 2, page: "line-still" },
  "outbox-old": { reads: levels.outboxAge, above: 60, minutes: 3, page: "outbox-old" },
  "mails-given-up": { reads: levels.deadLetters, above: 0, minutes: 1, page: "dead-letters" },
};

/**
 * No server told this level for so many minutes: none runs, the database does not answer, or logs do not arrive. The
 * other alarms of levels know nothing then.
 */
export const silentAlarm = { reads: levels.oversold, minutes: 3, page: "servers-silent" } as const;

/**
 * Of joins this share may be late or fail: the promise is 99.9 % in time. An alarm is raised when it is used up so many
 * times faster than allowed, over a long window and a short one, so that it ends in time.
 */
export const joinAlarm = {
  allowance: 0.001,
  burns: [
    { name: "fast", rate: 14.4, longMinutes: 60, shortMinutes: 5 },
    { name: "slow", rate: 6, longMinutes: 360, shortMinutes: 30 },
  ],
  page: "joins-late",
} as const;
