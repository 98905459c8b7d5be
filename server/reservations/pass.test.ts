import { expect, test } from "vitest";
import type { ReservationId, SlotId, StoreId } from "../../shared/ids.ts";
import type { Reservation } from "../../shared/reservations.ts";
import { timeZones } from "../../shared/time-zones.ts";
import { passCalendar, passCodeOf, passPicture } from "./pass.ts";

const secret = "a secret that only tests know, 32 characters";
const reservation: Reservation = {
  id: "12" as ReservationId,
  code: passCodeOf("12" as ReservationId, secret),
  slotId: "3" as SlotId,
  storeId: "2" as StoreId,
  storeName: "달토끼, 세탁소; 1\nBEGIN:VEVENT",
  district: "성수",
  address: "연무장길 1, 2층; 뒷문",
  startsAt: "2026-11-28T05:00:00.000Z",
  endsAt: "2026-11-28T06:00:00.000Z",
  timeZone: "Asia/Seoul",
  ticket: 1,
  partySize: 2,
  state: "confirmed",
  createdAt: "2026-11-22T05:00:00.000Z",
  cancelledAt: null,
  cancelledByHost: false,
  movedTo: null,
  eventId: "12",
  revision: 0,
  revisedAt: "2026-11-22T05:00:00.000Z",
};

test("a pass's code is the same each time, another for another reservation, and nobody else's secret makes it", () => {
  const codes = Array.from({ length: 5_000 }, (_, at) => passCodeOf(String(at + 1) as ReservationId, secret));
  expect(codes.every((code) => /^R-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/.test(code))).toBe(true);
  expect(new Set(codes).size).toBe(codes.length);
  expect(passCodeOf(reservation.id, secret)).toBe(codes[11]);
  expect(passCodeOf(reservation.id, `${secret}!`)).not.toBe(codes[11]);
});

test("the calendar names the hour in the store's zone, and a name cannot write lines of its own", () => {
  const lines = passCalendar(reservation).split("\r\n");
  expect(lines).toContain("TZID:Asia/Seoul");
  expect(lines).toContain("LOCATION:연무장길 1\\, 2층\\; 뒷문");
  expect(passCalendar({ ...reservation, address: "" }).split("\r\n")).toContain("LOCATION:성수");
  expect(lines).toContain("DTSTART;TZID=Asia/Seoul:20261128T140000");
  expect(lines).toContain("DTEND;TZID=Asia/Seoul:20261128T150000");
  expect(lines.filter((line) => line === "BEGIN:VEVENT")).toHaveLength(1);
  const summer = passCalendar({ ...reservation, timeZone: "America/New_York", startsAt: "2026-07-01T14:00:00.000Z" });
  expect(summer).toContain("DTSTART;TZID=America/New_York:20260701T100000");
});

test("one event in a calendar whatever happens to it: the same name, a higher number, and at last cancelled", () => {
  const linesOf = (change: Partial<Reservation>) => passCalendar({ ...reservation, ...change }).split("\r\n");
  const [first, moved, cancelled] = [
    linesOf({}),
    linesOf({ startsAt: "2026-11-29T05:00:00.000Z", revision: 1, revisedAt: "2026-11-23T00:00:00.000Z" }),
    linesOf({ state: "cancelled", revision: 2, revisedAt: "2026-11-24T00:00:00.000Z" }),
  ];
  const one = (lines: string[], name: string) => lines.filter((line) => line.startsWith(`${name}:`));
  for (const lines of [first, moved, cancelled]) expect(one(lines, "UID")).toEqual(["UID:reservation-12@popline"]);
  expect([first, moved, cancelled].flatMap((lines) => one(lines, "SEQUENCE"))).toEqual(
    [0, 1, 2].map((number) => `SEQUENCE:${number}`),
  );
  expect([first, moved, cancelled].flatMap((lines) => one(lines, "STATUS"))).toEqual([
    "STATUS:CONFIRMED",
    "STATUS:CONFIRMED",
    "STATUS:CANCELLED",
  ]);
  // Moments of the event's own history are in UTC, whatever zone the event is in.
  expect(one(moved, "DTSTAMP")).toEqual(["DTSTAMP:20261123T000000Z"]);
  expect(one(first, "LAST-MODIFIED")).toEqual(["LAST-MODIFIED:20261122T050000Z"]);
  expect(first.filter((line) => Buffer.byteLength(line) > 75)).toEqual([]);
});

test("a mail says whether it puts the event in or takes it out; a file says nothing of the kind", () => {
  expect(passCalendar(reservation, "PUBLISH")).toContain("METHOD:PUBLISH\r\n");
  expect(passCalendar({ ...reservation, state: "cancelled" }, "CANCEL")).toContain("METHOD:CANCEL\r\n");
  expect(passCalendar(reservation)).not.toContain("METHOD");
});

test("the picture is an SVG without a word of the store's", () => {
  const picture = passPicture({ ...reservation, storeName: "<script>" });
  expect(picture).toMatch(/^<svg [^>]*viewBox="0 0 \d+ \d+">/);
  expect(picture).not.toContain("script");
});

test("wherever a store may live, its calendar brings the rules of the zone it names, or tells the time in UTC", () => {
  for (const timeZone of timeZones) {
    const file = passCalendar({ ...reservation, timeZone });
    const [, named] = /DTSTART;TZID=([^:]+):/.exec(file) ?? [];
    if (named === undefined) expect(file, timeZone).toContain("DTSTART:20261128T050000Z");
    else expect(file, timeZone).toContain(`BEGIN:VTIMEZONE\r\nTZID:${named}\r\n`);
  }
});
