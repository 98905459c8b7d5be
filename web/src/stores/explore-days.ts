import { dayOf } from "../ui/moments.ts";

const dayMs = 86_400_000;
/** Stores are in Korea unless they say otherwise, and so are the days people mean. */
const zone = "Asia/Seoul";

export interface Days {
  readonly from: string;
  readonly to: string;
}

const dayAfter = (day: string, days: number) => new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);

export function todayAt(now: number): Days {
  const day = dayOf(now, zone);
  return { from: day, to: day };
}

/** Saturday and Sunday; what is left of them on a Sunday. */
export function weekendAt(now: number): Days {
  const { from: today } = todayAt(now);
  const weekday = new Date(today).getUTCDay();
  if (weekday === 0) return { from: today, to: today };
  return { from: dayAfter(today, 6 - weekday), to: dayAfter(today, 7 - weekday) };
}
