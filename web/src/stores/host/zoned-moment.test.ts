import { expect, test } from "vitest";
import { localOf, momentOf } from "./zoned-moment.ts";

test.each([
  ["2026-11-28T20:00", "Asia/Seoul", "2026-11-28T11:00:00.000Z"],
  ["2026-11-28T00:30", "Asia/Seoul", "2026-11-27T15:30:00.000Z"],
  ["2027-03-13T12:00", "America/New_York", "2027-03-13T17:00:00.000Z"],
  ["2027-03-14T12:00", "America/New_York", "2027-03-14T16:00:00.000Z"],
  ["2026-07-01T09:00", "UTC", "2026-07-01T09:00:00.000Z"],
])("D23: %s in %s is one moment, and back", (local, zone, moment) => {
  expect(momentOf(local, zone)).toBe(moment);
  expect(localOf(moment, zone)).toBe(local);
});

test.each([
  ["2026-03-08T02:30", "America/New_York", "2026-03-08T07:30:00.000Z", "2026-03-08T03:30"],
  ["2026-03-08T02:00", "America/Los_Angeles", "2026-03-08T10:00:00.000Z", "2026-03-08T03:00"],
  ["2026-03-29T02:30", "Europe/Berlin", "2026-03-29T01:30:00.000Z", "2026-03-29T03:30"],
  ["2026-10-04T02:15", "Australia/Lord_Howe", "2026-10-03T15:45:00.000Z", "2026-10-04T02:45"],
])("D23: an hour that is skipped is the one after it, west and east of UTC: %s in %s", (local, zone, moment, shown) => {
  expect(momentOf(local, zone)).toBe(moment);
  expect(localOf(moment, zone)).toBe(shown);
});

test.each([
  ["2026-03-08T01:59", "America/New_York", "2026-03-08T06:59:00.000Z"],
  ["2026-03-08T03:00", "America/New_York", "2026-03-08T07:00:00.000Z"],
  ["2026-11-01T00:59", "America/New_York", "2026-11-01T04:59:00.000Z"],
  ["2026-11-01T01:30", "America/New_York", "2026-11-01T06:30:00.000Z"],
  ["2026-10-25T02:30", "Europe/Berlin", "2026-10-25T01:30:00.000Z"],
  ["2026-04-05T02:30", "Australia/Sydney", "2026-04-04T16:30:00.000Z"],
])(
  "D23: beside a change of the clocks, and the second of an hour that comes twice: %s in %s",
  (local, zone, moment) => {
    expect(momentOf(local, zone)).toBe(moment);
    expect(localOf(moment, zone)).toBe(local);
  },
);

test("nothing is no moment", () => {
  for (const nothing of ["", "2026-11-28", "soon"]) expect(momentOf(nothing, "Asia/Seoul")).toBeNull();
});
