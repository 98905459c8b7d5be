import { getVtimezoneComponent } from "@touch4it/ical-timezones";
import ical, { ICalAlarmType } from "ical-generator";
import { DateTime } from "luxon";
import type { Language } from "../../shared/languages.ts";
import { calendarZone } from "../platform/calendar-zone.ts";
import { mailTexts } from "./mails/texts.ts";
import type { FollowedOpening } from "./ports.ts";

const minutes = 10;

/**
 * Openings for a calendar (RFC 5545), each where its store is, with an alarm ten minutes before. Asked for again, the
 * same openings are the same events, wherever they have moved to; `now` is the moment of the file.
 */
export function openingsFile(openings: readonly FollowedOpening[], language: Language, now: Date): string {
  const calendar = ical({ prodId: { company: "Popline", product: "Popline" } });
  calendar.timezone({ name: null, generator: (name) => getVtimezoneComponent(name) });
  for (const { store, name, place, opensAt, timeZone } of openings) {
    const zone = calendarZone(timeZone);
    const start = DateTime.fromISO(opensAt, { zone });
    const event = calendar.createEvent({
      id: `opening-${store}@popline`,
      // Grows with time, so that a later file takes the place of an earlier one.
      sequence: Math.floor(now.getTime() / 60_000) % 2_147_483_647,
      start,
      end: start.plus({ minutes }),
      stamp: now,
      timezone: zone,
      summary: `${mailTexts[language].opens}: ${name}`,
      location: place,
    });
    event.createAlarm({ type: ICalAlarmType.display, triggerBefore: minutes * 60 });
  }
  return calendar.toString();
}
