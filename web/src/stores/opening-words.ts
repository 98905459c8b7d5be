import type { Messages } from "../messages/ko.ts";
import type { Language } from "../messages/language.ts";
import { dayOf, formatTime, shortDay } from "../ui/moments.ts";

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

interface Opening {
  readonly opensAt: string;
  readonly timeZone: string;
}

/** When reservations open, as one says it at `now`: in 12 minutes, today 20:00, tomorrow 12:00, 11.29 12:00. */
export function openingWords({ opensAt, timeZone }: Opening, now: number, { stores }: Messages, language: Language) {
  const opens = Date.parse(opensAt);
  const minutes = Math.max(1, Math.ceil((opens - now) / minuteMs));
  if (minutes < 60) return stores.inMinutes(minutes);
  const time = formatTime(opensAt, timeZone, language);
  const day = dayOf(opens, timeZone);
  if (day === dayOf(now, timeZone)) return stores.today(time);
  if (day === dayOf(now + dayMs, timeZone)) return stores.tomorrow(time);
  return `${shortDay(day)} ${time}`;
}
