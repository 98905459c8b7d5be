import type { Entry } from "../../../shared/line.ts";
import type { Slot } from "../../../shared/slots.ts";

/** I10: what is shown of one entry never moves back, whatever order the answers come in. */
export function neverFartherBack(before: Entry | null, now: Entry): Entry {
  if (before?.id !== now.id || before.ahead === null || now.ahead === null) return now;
  if (before.departed <= now.departed) return now;
  return { ...now, ahead: before.ahead, behind: before.behind, departed: before.departed };
}

/** People count from one: whoever has nobody ahead is first. */
export function rankOf({ ahead }: Entry): number {
  return (ahead ?? 0) + 1;
}

/**
 * How many seats must come back, at the least, before the entry is seated: each group ahead takes one or more, mine
 * takes its size, and seats that are free already wait for a group they are too few for.
 */
export function seatsMissing({ ahead, partySize }: Entry, { capacity, held }: Pick<Slot, "capacity" | "held">): number {
  return Math.max(1, (ahead ?? 0) + partySize - Math.max(0, capacity - held));
}

const milestones = [1000, 500, 100, 50, 10, 1] as const;
const quietMs = 20_000;

export interface Standing {
  readonly rank: number;
  readonly isLost: boolean;
}

/** What a screen reader heard last, and when; no rank as long as it heard none. */
export interface Told {
  readonly rank: number | null;
  readonly isLost: boolean;
  readonly at: number;
}

/**
 * In how many milliseconds a screen reader should hear of this, null for not at all: the first rank, each milestone
 * passed since the last rank it heard, and the connection when it went or came back; nothing within 20 s of what it
 * heard last. Without a connection there are no ranks.
 */
export function dueInMs({ rank, isLost }: Standing, last: Told | null, now: number): number | null {
  if (last === null) return 0;
  const heard = last.rank;
  const isPassed = heard === null || milestones.some((milestone) => heard > milestone && rank <= milestone);
  const isNews = isLost !== last.isLost || (!isLost && isPassed);
  return isNews ? Math.max(0, last.at + quietMs - now) : null;
}
