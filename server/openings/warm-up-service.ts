import type { Floors, OpeningCalendar } from "./ports.ts";

/** So early that hosts, then copies of the server, are there and counted as healthy before anybody presses. */
const beforeMinutes = 15;
/** An opening ends ten minutes after it began (openings.sql). */
const afterMinutes = 10;

interface World {
  readonly calendar: OpeningCalendar;
  readonly floors: Floors;
}

/**
 * Raises the floor before openings and lowers it after. It is set anew each time from what is published, so that
 * openings that move, overlap or are taken back, and runs that failed, need nothing of their own (decision 0041).
 */
export function createWarmUp({ calendar, floors }: World) {
  return {
    async run(): Promise<{ isNear: boolean }> {
      const isNear = await calendar.isNear(beforeMinutes, afterMinutes);
      await floors.set(isNear);
      return { isNear };
    },
  };
}
