import type { CalendarWork } from "./ports.ts";
import { mostPieces } from "./rules.ts";

/** Goes on until nothing is left, at most 100 pieces; the next round takes the rest. */
async function untilDone(piece: () => Promise<number>): Promise<number> {
  for (let pieces = 0; pieces < mostPieces; pieces += 1) if ((await piece()) === 0) return pieces;
  return mostPieces;
}

/** Writes the messages that only time causes, and wakes the relay when there are some. */
export function createCalendar(work: CalendarWork, hurry: () => void) {
  return {
    /** Only the reminders. */
    remind: () => untilDone(work.remind),
    async tick(): Promise<void> {
      let pieces = 0;
      for (const piece of [work.remind, work.tellNotices, work.announceOpenings]) pieces += await untilDone(piece);
      if (pieces > 0) hurry();
    },
  };
}
