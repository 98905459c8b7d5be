import { isDay } from "../../shared/moments.ts";
import type { Refused } from "../../shared/problems.ts";
import { defaultCapacity, mostSlotsAtOnce, type NewSlots } from "../../shared/slots.ts";

const defaultMinutes = 60;

/** Starts in the store's own time zone: every day with every time, each `minutes` long. */
export type SlotPlan = {
  readonly dates: readonly string[];
  readonly times: readonly string[];
  readonly minutes: number;
  readonly capacity: number;
};

/** The plan behind a host's wish: each date with each time once, or the field that is wrong. */
export function planSlots({ dates, times, minutes, capacity }: NewSlots): SlotPlan | Refused {
  const plan = {
    dates: [...new Set(dates)],
    times: [...new Set(times)],
    minutes: minutes ?? defaultMinutes,
    capacity: capacity ?? defaultCapacity,
  };
  if (!plan.dates.every(isDay)) return { problem: "bad-request", fields: ["dates"] };
  if (plan.dates.length * plan.times.length > mostSlotsAtOnce) return { problem: "bad-request", fields: ["times"] };
  return plan;
}
