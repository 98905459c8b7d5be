/** Messages that one relay takes at a time. */
export const mostClaimed = 200;
/** Messages that are on their way together, each on a connection of its own. */
export const sentAtOnce = 10;
/** Groups that they are on their way in, by turns. */
export const lanes = 2;
/** So long a message is its relay's; then another may take it. */
export const leaseSeconds = 30;
/** The same of messages that are pointed at on a queue: what the queue loses is taken again after it. */
export const queuedLeaseSeconds = 300;
/** Messages that one pointer on a queue points at. */
export const perPointer = 10;
/** So long the answer of a cancel may wait for a mail that is on its way (I7). */
export const sendingSeconds = 10;
/** What a transport has of it: it ends two seconds before anybody believes that it has ended. */
export const transportMs = 8_000;
/** What must be left of a function's time when it begins with a record: the mark, and what is written down after it. */
export const functionMarginMs = 12_000;

/** 30 s, doubling up to an hour, half to one and a half times as long by chance: about 14 hours, then a dead letter. */
export const tries = { most: 20, firstPauseSeconds: 30, longestPauseSeconds: 3_600 } as const;

/** Rows that one piece of a reminder, a notice or an announcement looks at, and pieces of one round. */
export const rowsPerPiece = 200;
export const mostPieces = 100;
/** Time zones that have a schedule of their own; reminders of others are left to the rounds. */
export const mostTimeZones = 100;
/** Schedules that fail one after another, then the scheduler is away. */
export const mostFailures = 3;
/** Stores that one person follows. */
export const mostFollows = 1_000;
/** Mails that a demo keeps. */
export const mostInMailbox = 1_000;
