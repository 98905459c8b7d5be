import type { Chance } from "../platform/chance.ts";
import type { PastPopup, Popup } from "./popups.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** Every demo store is in Seoul, where clocks have not been changed since 1988. */
const seoulMs = 9 * hourMs;
/** No slot begins while people are still looking around. */
const soonestStartMs = 30 * minuteMs;

/** Hours of the day, minutes of a visit and seats of a slot, as they are usual. */
const usual: Readonly<Record<Popup["category"], { hours: readonly number[]; minutes: number; seats: number }>> = {
  character: { hours: [11, 13, 15, 17, 19], minutes: 60, seats: 12 },
  food: { hours: [11.5, 13, 14.5, 17.5, 19], minutes: 60, seats: 12 },
  beauty: { hours: [11, 13, 15, 17, 19], minutes: 45, seats: 10 },
  music: { hours: [15, 17, 19, 20.5], minutes: 75, seats: 8 },
  life: { hours: [11, 13, 15, 17], minutes: 60, seats: 12 },
  book: { hours: [13, 15, 17, 19, 21], minutes: 60, seats: 8 },
  fashion: { hours: [12, 14, 16, 18], minutes: 50, seats: 8 },
  tech: { hours: [11, 14, 16, 19], minutes: 60, seats: 10 },
};

/** How full a slot is, as a part of its seats: weekends and evenings are. Sunday is 0. */
const weekdayFill = [0.95, 0.5, 0.48, 0.55, 0.6, 0.78, 1];

export interface PlannedSlot {
  readonly startsAt: number;
  readonly endsAt: number;
  readonly capacity: number;
  readonly isOver: boolean;
  /** Seats that are taken, and parties that wait for one. */
  readonly seats: number;
  readonly waiting: number;
}

export interface PlannedStore {
  readonly opensAt: number;
  readonly closesAt: number;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly slots: readonly PlannedSlot[];
}

type Span = Pick<PlannedSlot, "startsAt" | "endsAt">;

/** The first moment of a day in Seoul, `days` from the one that `now` is in. */
export function seoulMidnight(now: number, days: number): number {
  return (Math.floor((now + seoulMs) / dayMs) + days) * dayMs - seoulMs;
}

const seoulDate = (moment: number) => new Date(moment + seoulMs).toISOString().slice(0, 10);

function spansOf({ category, firstDay, lastDay }: PastPopup, now: number): Span[] {
  const { hours, minutes } = usual[category];
  const days = Array.from({ length: lastDay - firstDay + 1 }, (_, index) => seoulMidnight(now, firstDay + index));
  return days.flatMap((midnight) =>
    hours.map((hour) => {
      const startsAt = midnight + hour * hourMs;
      return { startsAt, endsAt: startsAt + minutes * minuteMs };
    }),
  );
}

function opensAt({ opens, firstDay }: Partial<Pick<Popup, "opens">> & PastPopup, now: number): number {
  if (opens === undefined) return seoulMidnight(now, Math.min(firstDay, 0) - 6) + 12 * hourMs;
  if ("inDays" in opens) return seoulMidnight(now, opens.inDays) + opens.hour * hourMs;
  const moment = now + opens.inMinutes * minuteMs;
  return opens.inMinutes < 60 ? moment : Math.ceil(moment / hourMs) * hourMs;
}

/** Shares `total` among places that hold `most[i]` at most, roughly by weight, and exactly in sum. */
export function shared(total: number, most: readonly number[], weights: readonly number[]): number[] {
  const room = most.reduce((sum, each) => sum + each, 0);
  const weight = weights.reduce((sum, each, index) => sum + each * (most[index] ?? 0), 0);
  const wanted = Math.min(total, room);
  const shares = most.map((each, index) => {
    return Math.min(each, Math.floor((wanted * each * (weights[index] ?? 0)) / weight));
  });
  let rest = wanted - shares.reduce((sum, each) => sum + each, 0);
  for (let index = 0; rest > 0; index = (index + 1) % most.length) {
    const free = (most[index] ?? 0) - (shares[index] ?? 0);
    if (free <= 0) continue;
    shares[index] = (shares[index] ?? 0) + 1;
    rest -= 1;
  }
  return shares;
}

function fillOf({ startsAt }: Span, chance: Chance): number {
  const local = new Date(startsAt + seoulMs);
  const evening = local.getUTCHours() >= 17 ? 1.12 : 0.94;
  return Math.min(1, (weekdayFill[local.getUTCDay()] ?? 0.5) * evening * chance.between(0.8, 1.2));
}

function overSlots(popup: PastPopup, spans: readonly Span[], now: number, chance: Chance): PlannedSlot[] {
  const capacity = popup.seatsEach ?? usual[popup.category].seats;
  const over = spans.filter(({ endsAt }) => endsAt < now);
  return over.map((span) => {
    const seats = Math.max(1, Math.round(capacity * fillOf(span, chance)));
    return { ...span, capacity, isOver: true, seats, waiting: 0 };
  });
}

function comingSlots(popup: Popup, spans: readonly Span[], from: number, chance: Chance): PlannedSlot[] {
  const coming = spans.filter(({ startsAt }) => startsAt >= from);
  const count = Math.ceil(popup.seats / (popup.seatsEach ?? usual[popup.category].seats));
  const bookable = coming.slice(0, count);
  const even = bookable.map(() => 1);
  const capacities = shared(
    popup.seats,
    even.map(() => popup.seats),
    even,
  );
  const fills = bookable.map((span) => fillOf(span, chance));
  const seats = shared(popup.seats - popup.left, capacities, fills);
  const mayWait = seats.map((held, index) => (held === capacities[index] || popup.paused ? popup.waiting : 0));
  const waiting = popup.waiting === 0 ? even.map(() => 0) : shared(popup.waiting, mayWait, fills);
  return bookable.map((span, index) => ({
    ...span,
    capacity: capacities[index] ?? 1,
    isOver: false,
    seats: seats[index] ?? 0,
    waiting: waiting[index] ?? 0,
  }));
}

/** A popup's dates, opening and slots at `now`. What is over is booked by weekday and hour, what comes as it says. */
export function planStore(popup: Popup | PastPopup, now: number, chance: Chance): PlannedStore {
  const spans = spansOf(popup, now);
  const opening = opensAt(popup, now);
  const over = overSlots(popup, spans, now, chance);
  const from = Math.max(now + soonestStartMs, opening + soonestStartMs);
  return {
    opensAt: opening,
    closesAt: seoulMidnight(now, popup.lastDay + 1) - 1_000,
    startsOn: seoulDate(seoulMidnight(now, popup.firstDay)),
    endsOn: seoulDate(seoulMidnight(now, popup.lastDay)),
    slots: "seats" in popup ? [...over, ...comingSlots(popup, spans, from, chance)] : over,
  };
}
