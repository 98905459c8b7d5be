import type { CalendarWork, Schedules } from "./ports.ts";
import { mostFailures, mostTimeZones } from "./rules.ts";

/** Keeps one schedule in each time zone of stores in use, at most 100. */
export function createScheduleKeeping(schedules: Schedules, work: Pick<CalendarWork, "timeZones">) {
  return {
    /** One that fails leaves the others alone and is told in the end; three in a row, and the next round goes on. */
    async keep(): Promise<void> {
      const failures: unknown[] = [];
      let inARow = 0;
      for (const timeZone of await work.timeZones(mostTimeZones)) {
        if (inARow === mostFailures) break;
        const failure = await schedules.keep(timeZone).then(
          () => null,
          (error: unknown) => ({ error }),
        );
        inARow = failure === null ? 0 : inARow + 1;
        if (failure !== null) failures.push(failure.error);
      }
      if (failures.length > 0) throw new AggregateError(failures, "not every schedule is as it should be");
    },
    close: () => schedules.close(),
  };
}
