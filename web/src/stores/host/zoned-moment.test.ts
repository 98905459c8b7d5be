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

test("nothing is no moment, and an hour that is skipped is no error", () => {
  expect(momentOf("", "Asia/Seoul")).toBeNull();
  expect(momentOf("2027-03-14T02:30", "America/New_York")).toMatch(/^2027-03-14T0[67]:30/);
});
