import type { Slot } from "../../../shared/slots.ts";
import { dayOf } from "../ui/moments.ts";

const dayMs = 86_400_000;
/** Twelve weeks; a store that runs longer shows the next weeks as time goes by. */
const mostDays = 84;

export interface StoreDay {
  /** "2026-11-28", in the store's zone. */
  readonly day: string;
  /** 1 for Monday to 7 for Sunday. */
  readonly weekday: number;
  /** Whether a visit may be possible: `unknown` beyond the slots that were read. */
  readonly seats: "free" | "gone" | "none" | "unknown";
}

interface Run {
  readonly startsOn: string;
  readonly endsOn: string;
  readonly timeZone: string;
}

/** The days of a store from today on, with what its slots say of each. `isAll` when no slot is missing. */
export function daysOf({ startsOn, endsOn, timeZone }: Run, slots: readonly Slot[], isAll: boolean, now: number) {
  const today = dayOf(now, timeZone);
  const byDay = new Map<string, Slot[]>();
  for (const slot of slots) {
    const day = dayOf(Date.parse(slot.startsAt), timeZone);
    byDay.set(day, [...(byDay.get(day) ?? []), slot]);
  }
  const lastRead = isAll ? endsOn : ([...byDay.keys()].at(-1) ?? "");
  const days: StoreDay[] = [];
  const first = Date.parse(startsOn > today ? startsOn : today);
  for (let at = first; at <= Date.parse(endsOn) && days.length < mostDays; at += dayMs) {
    const day = new Date(at).toISOString().slice(0, 10);
    const weekday = new Date(at).getUTCDay() || 7;
    days.push({ day, weekday, seats: seatsOn(byDay.get(day), day <= lastRead) });
  }
  return days;
}

function seatsOn(slots: readonly Slot[] | undefined, isRead: boolean): StoreDay["seats"] {
  if (slots === undefined) return isRead ? "none" : "unknown";
  return slots.some(({ bookableNow }) => bookableNow > 0) ? "free" : "gone";
}

/** The day to begin with: the first with a seat, else the first with a slot, else the first. */
export function firstDay(days: readonly StoreDay[]): string | null {
  const found = days.find(({ seats }) => seats === "free") ?? days.find(({ seats }) => seats !== "none") ?? days[0];
  return found?.day ?? null;
}
