import { expect, test } from "vitest";
import type { Facts } from "../ports.ts";
import { letterOf } from "./letter.ts";

const facts = {
  kind: "opening-soon",
  name: "Visitor",
  storeId: "7",
  storeName: "달토끼 세탁소",
  district: "성수",
  storeAddress: "",
  timeZone: "Asia/Seoul",
  opensAt: "2026-11-23T13:00:00.000Z",
  slotId: null,
  startsAt: null,
  endsAt: null,
  partySize: null,
  reservationId: null,
  offerExpiresAt: null,
  text: null,
} as unknown as Facts;
const placeIn = (wish: Partial<Facts>) => letterOf({ ...facts, ...wish }, null).facts[1];

test("a mail names the address, or else the district, in its reader's language or as it was written", () => {
  expect(placeIn({ language: "en" })).toEqual(["Place", "Seongsu"]);
  expect(placeIn({ language: "en", district: "어느 골목" })).toEqual(["Place", "어느 골목"]);
  expect(placeIn({ language: "ko" })).toEqual(["장소", "성수"]);
  expect(placeIn({ language: "en", storeAddress: "연무장길 1" })).toEqual(["Place", "연무장길 1"]);
});

test("what the law calls an advertisement says so before everything else, and nothing else does", () => {
  const subject = (wish: Partial<Facts>) => letterOf({ ...facts, ...wish }, null).subject;
  for (const language of ["ko", "en"] as const) {
    expect(subject({ language })).toMatch(/^\(광고\) ./);
    expect(subject({ language, kind: "confirmed" })).not.toContain("광고");
  }
});

test.each([
  ["ko", "Asia/Seoul", "2026-11-23T13:00:00Z", "2026년 11월 23일 (월) 22:00"],
  ["en", "Asia/Seoul", "2026-11-23T13:00:00Z", "Mon, 23 Nov 2026, 22:00"],
  // New York's clocks go back on 1 November 2026 at 06:00 UTC.
  ["en", "America/New_York", "2026-11-01T05:30:00Z", "Sun, 1 Nov 2026, 01:30 GMT-4"],
  ["en", "America/New_York", "2026-11-01T06:30:00Z", "Sun, 1 Nov 2026, 01:30 GMT-5"],
  ["ko", "America/New_York", "2026-11-01T06:30:00Z", "2026년 11월 1일 (일) 01:30 GMT-5"],
] as const)("S30: a mail says the time of the store's own clock: %s, %s, %s", (language, timeZone, startsAt, told) => {
  const wish = { language, timeZone, startsAt, offerExpiresAt: startsAt, opensAt: startsAt };
  const rows = (kind: Facts["kind"]) => letterOf({ ...facts, ...wish, kind }, null).facts.map(([, value]) => value);
  expect(rows("confirmed").filter((value) => value === told)).toHaveLength(1);
  expect(rows("offer").filter((value) => value === told)).toHaveLength(2);
  expect(rows("opening-soon").filter((value) => value === told)).toHaveLength(2);
});
