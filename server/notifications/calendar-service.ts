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
      const failures: unknown[] = [];
      for (const piece of [work.remind, work.tellNotices, work.announceOpenings]) {
        pieces += await untilDone(piece).catch((error: unknown) => {
          failures.push(error);
          return 0;
        });
      }
      // Something may have been written before a piece failed.
      if (pieces > 0 || failures.length > 0) hurry();
      if (failures.length > 0) throw new AggregateError(failures, "some of what time causes could not be written");
    },
  };
}
