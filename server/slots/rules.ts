import { isDay } from "../../shared/moments.ts";
import type { Refused } from "../../shared/problems.ts";
import { defaultCapacity, mostSlotsAtOnce, type NewSlots } from "../../shared/slots.ts";

const defaultMinutes = 60;

/** Starts in the store's own time zone: the day and the time of each, `minutes` long. */
export type SlotPlan = {
  readonly days: readonly string[];
  readonly times: readonly string[];
  readonly minutes: number;
  readonly capacity: number;
};

/** The plan behind a host's wish: each date with each time once, days with hours of their own, or the wrong field. */
export function planSlots({ dates, times, minutes, capacity, exceptions = [] }: NewSlots): SlotPlan | Refused {
  if (!dates.every(isDay)) return { problem: "bad-request", fields: ["dates"] };
  if (!exceptions.every(({ date }) => isDay(date))) return { problem: "bad-request", fields: ["exceptions"] };
  const own = new Map(exceptions.map(({ date, times: hours }) => [date, hours]));
  const days = [...new Set([...dates, ...own.keys()])];
  const hours = days.flatMap((day) => [...new Set(own.get(day) ?? times)].map((time) => ({ day, time })));
  if (hours.length > mostSlotsAtOnce) return { problem: "bad-request", fields: ["times"] };
  return {
    days: hours.map(({ day }) => day),
    times: hours.map(({ time }) => time),
    minutes: minutes ?? defaultMinutes,
    capacity: capacity ?? defaultCapacity,
  };
}
