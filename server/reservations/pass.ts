import { createHash, createHmac } from "node:crypto";
import { getVtimezoneComponent } from "@touch4it/ical-timezones";
import ical, { ICalCalendarMethod, ICalEventStatus } from "ical-generator";
import { DateTime } from "luxon";
import { renderSVG } from "uqr";
import type { ReservationId, StoreId } from "../../shared/ids.ts";
import { passLetters as letters, markedText, markLength } from "../../shared/pass-codes.ts";
import type { Reservation } from "../../shared/reservations.ts";
import { calendarZone } from "../platform/calendar-zone.ts";

const ink = "#0d0e11";

/**
 * "R-7K2M-Q9XD": what the door reads or somebody types, 40 bits of an HMAC over the reservation's id. Only who holds
 * the secret can make it, so a number that was not given out opens no door, and nothing has to be stored.
 */
export function passCodeOf(id: ReservationId, secret: string): string {
  const bits = createHmac("sha256", secret).update(`pass:v1:${id}`).digest().readUIntBE(0, 5);
  const code = Array.from({ length: 8 }, (_, at) => letters[Math.floor(bits / 32 ** at) % 32]).join("");
  return `R-${code.slice(0, 4)}-${code.slice(4)}`;
}

/** By what the store's door knows a code again without a network; too short to tell the code (decision 0021). */
export function passMarkOf(code: string, store: StoreId): string {
  return createHash("sha256").update(markedText(store, code)).digest("hex").slice(0, markLength);
}

/** What the QR code says. */
export function passTextOf({ id, code }: Pick<Reservation, "id" | "code">): string {
  return `popline:v1:${id}:${code}`;
}

/** The pass as a QR code in SVG, dark on nothing, to be laid on the signal colour. */
export function passPicture(reservation: Reservation): string {
  const look = { border: 0, pixelSize: 8, whiteColor: "transparent", blackColor: ink };
  return renderSVG(passTextOf(reservation), look);
}

type Told =
  | "eventId"
  | "code"
  | "storeName"
  | "district"
  | "address"
  | "startsAt"
  | "endsAt"
  | "timeZone"
  | "state"
  | "revision"
  | "revisedAt";

/**
 * The reservation for a calendar (RFC 5545), in the store's own time zone with its rules. It is always one event, also
 * when it moves: a later one of the same name has a higher number and takes its place, and one that was cancelled takes
 * it out. `method` is for mails.
 */
export function passCalendar(event: Pick<Reservation, Told>, method?: "PUBLISH" | "CANCEL"): string {
  const { eventId, code, storeName, district, address, startsAt, endsAt, state, revision, revisedAt } = event;
  const zone = calendarZone(event.timeZone);
  const revised = DateTime.fromISO(revisedAt, { zone: "utc" });
  const calendar = ical({ prodId: { company: "Popline", product: "Popline" } });
  if (method !== undefined) calendar.method(ICalCalendarMethod[method]);
  // Without a name of its own the calendar writes its stamps in UTC, as it must; the event brings its zone.
  calendar.timezone({ name: null, generator: (name) => getVtimezoneComponent(name) });
  calendar.createEvent({
    id: `reservation-${eventId}@popline`,
    sequence: revision,
    status: state === "cancelled" ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    start: DateTime.fromISO(startsAt, { zone }),
    end: DateTime.fromISO(endsAt, { zone }),
    stamp: revised,
    lastModified: revised,
    timezone: zone,
    summary: storeName,
    location: address || district,
    description: code,
  });
  return calendar.toString();
}
