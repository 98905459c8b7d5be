import type { Edition } from "../../../../shared/editions.ts";
import { defaultCapacity, type NewSlots } from "../../../../shared/slots.ts";

const dayMs = 86_400_000;
const mostDays = 366;
const mostTimes = 96;

/** What a host says of the times to add. Days and hours are the store's own. */
export interface Plan {
  readonly from: string;
  readonly to: string;
  /** 1 for Monday to 7 for Sunday. */
  readonly weekdays: readonly number[];
  readonly first: string;
  readonly last: string;
  readonly every: number;
  readonly minutes: number;
  readonly capacity: number;
  /** Days with their own hours, as text; without hours a day off. */
  readonly exceptions: readonly { readonly date: string; readonly times: string }[];
}

export const everyDay = [1, 2, 3, 4, 5, 6, 7];

/** The first day that times can be made for: of the store's days, but none that is over. */
export const firstDayOf = ({ startsOn }: Pick<Edition, "startsOn">, today: string) =>
  startsOn === null || startsOn < today ? today : startsOn;

/** What the form begins with. */
export const firstPlan = (edition: Pick<Edition, "startsOn" | "endsOn">, today: string): Plan => ({
  from: firstDayOf(edition, today),
  to: edition.endsOn ?? "",
  weekdays: everyDay,
  ...{ first: "11:00", last: "18:00", every: 60, minutes: 60, capacity: defaultCapacity, exceptions: [] },
});

const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const timeOf = (minutes: number) => new Date(minutes * 60_000).toISOString().slice(11, 16);

/** From the first start to the last, `every` so many minutes. */
export function timesOf({ first, last, every }: Pick<Plan, "first" | "last" | "every">): string[] {
  const [begin, end] = [minutesOf(first), minutesOf(last)];
  if (!(every >= 5) || !(begin <= end)) return [];
  return Array.from({ length: Math.floor((end - begin) / every) + 1 }, (_, at) => timeOf(begin + at * every));
}

/** The days from one to another that fall on these weekdays. */
export function datesOf({ from, to, weekdays }: Pick<Plan, "from" | "to" | "weekdays">): string[] {
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to) && days.length < mostDays; at += dayMs) {
    if (weekdays.includes(new Date(at).getUTCDay() || 7)) days.push(new Date(at).toISOString().slice(0, 10));
  }
  return days;
}

/** Hours as people write them, "9:00, 13:30"; none for no text, null for what is not a list of at most 96 hours. */
export function hoursIn(text: string): string[] | null {
  const words = text.normalize("NFKC").split(/[\s,;·、]+/);
  const hours = new Set<string>();
  for (const word of words.filter((each) => each !== "")) {
    const [, hour = "", minute] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(word) ?? [];
    if (minute === undefined) return null;
    hours.add(`${hour.padStart(2, "0")}:${minute}`);
  }
  return hours.size > mostTimes ? null : [...hours];
}

/** The days with hours of their own; null while the hours of one cannot be read. */
function exceptionsOf({ exceptions }: Plan): NewSlots["exceptions"] | null {
  const days: { date: string; times: string[] }[] = [];
  for (const { date, times } of exceptions.filter((each) => each.date !== "")) {
    const hours = hoursIn(times);
    if (hours === null) return null;
    days.push({ date, times: hours });
  }
  return days;
}

/** What is asked of the server; null while it would be nothing, or cannot be read. */
export function wishOf(plan: Plan): NewSlots | null {
  const [dates, times, exceptions] = [datesOf(plan), timesOf(plan), exceptionsOf(plan)];
  if (dates.length === 0 || times.length === 0 || times.length > mostTimes || !exceptions) return null;
  const { minutes, capacity } = plan;
  if (!(minutes >= 5 && minutes <= 1_440) || !(capacity >= 1 && capacity <= 100_000)) return null;
  return { dates, times, minutes, capacity, exceptions };
}
