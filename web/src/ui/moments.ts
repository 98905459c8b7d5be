import type { Language } from "../messages/language.ts";

const locales: Record<Language, string> = { ko: "ko-KR", en: "en-GB" };

/** "11월 28일 (토)" of a moment, in the store's zone. */
export function formatDay(moment: string, timeZone: string | undefined, language: Language): string {
  const shape = { month: language === "ko" ? "long" : "short", day: "numeric", weekday: "short" } as const;
  return new Intl.DateTimeFormat(locales[language], { ...shape, ...zoned(timeZone) }).format(new Date(moment));
}

/** "14:00" of a moment, in the store's zone. */
export function formatTime(moment: string, timeZone: string | undefined, language: Language): string {
  const shape = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  return new Intl.DateTimeFormat(locales[language], { ...shape, ...zoned(timeZone) }).format(new Date(moment));
}

/** To the second, with the day: when the last seat went. */
export function formatSecond(moment: string, timeZone: string | undefined, language: Language): string {
  const shape = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" } as const;
  const time = new Intl.DateTimeFormat(locales[language], { ...shape, ...zoned(timeZone) }).format(new Date(moment));
  return `${formatDay(moment, timeZone, language)} ${time}`;
}

export function formatMoment(moment: string, timeZone: string | undefined, language: Language): string {
  return `${formatDay(moment, timeZone, language)} ${formatTime(moment, timeZone, language)}`;
}

/** The same moment on the reader's own clock, or null where that reads the same. */
export function formatHere(moment: string, timeZone: string, language: Language): string | null {
  const here = formatMoment(moment, undefined, language);
  return here === formatMoment(moment, timeZone, language) ? null : here;
}

/** "2026-11-28": the calendar day of a moment in a zone. */
export function dayOf(moment: number, timeZone: string): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone }).format(moment);
}

/** "11월 28일 (토)" of a calendar day. */
export function formatCalendarDay(day: string, language: Language): string {
  return formatDay(`${day}T00:00:00Z`, "UTC", language);
}

/** Monday to Sunday, as short as the language has them. */
export function weekdayNames(language: Language): string[] {
  const names = new Intl.DateTimeFormat(locales[language], { weekday: "short", timeZone: "UTC" });
  return [1, 2, 3, 4, 5, 6, 7].map((day) => names.format(Date.UTC(2024, 0, day)));
}

/** "11.28" of a calendar day. */
export function shortDay(day: string): string {
  return day.slice(5).replace("-", ".");
}

/** Whole seconds are counted up, so that a countdown never shows 0 while something is left. */
export function countdownParts(milliseconds: number) {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  return { hours: Math.floor(seconds / 3600), minutes: Math.floor(seconds / 60) % 60, seconds: seconds % 60 };
}

/** "03:12", or "26:03:12" from an hour on. */
export function formatCountdown(milliseconds: number): string {
  const { hours, minutes, seconds } = countdownParts(milliseconds);
  const shown = hours > 0 ? [hours, minutes, seconds] : [minutes, seconds];
  return shown.map(twoDigits).join(":");
}

export function twoDigits(count: number): string {
  return String(count).padStart(2, "0");
}

function zoned(timeZone: string | undefined): Intl.DateTimeFormatOptions {
  return timeZone === undefined ? {} : { timeZone };
}
