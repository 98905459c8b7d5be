import { getVtimezoneComponent } from "@touch4it/ical-timezones";

/**
 * The zone in which a calendar file (RFC 5545) tells times: its own where the file can carry the rules of it
 * (VTIMEZONE), which it must; else UTC, which needs none.
 */
export function calendarZone(timeZone: string): string {
  // The rules of a zone that was renamed bear its other name.
  const isThere = getVtimezoneComponent(timeZone)?.includes(`TZID:${timeZone}\n`) ?? false;
  return isThere ? timeZone : "UTC";
}
