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
