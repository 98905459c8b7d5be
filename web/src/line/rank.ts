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

export interface Spoken {
  readonly rank: number;
  readonly at: number;
}

/**
 * Whether a screen reader should hear this rank: the first one, and each milestone passed since the last it heard, but
 * nothing within 20 s of that. A milestone passed in the quiet time is due after it.
 */
export function isWorthSaying(rank: number, last: Spoken | null, now: number): boolean {
  if (last === null) return true;
  return now - last.at >= quietMs && milestones.some((milestone) => last.rank > milestone && rank <= milestone);
}
