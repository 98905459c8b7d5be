import { expect, test } from "vitest";
import { operations as en } from "./en/operations.ts";
import { operations as ko } from "./ko/operations.ts";

test.each([
  [0, "0초", "0 seconds"],
  [59, "59초", "59 seconds"],
  [60, "1분", "1 minute"],
  [61, "1분 1초", "1 minute 1 second"],
  [7_200, "2시간", "2 hours"],
  [86_399, "23시간 59분", "23 hours 59 minutes"],
  [90_000, "1일 1시간", "1 day 1 hour"],
])("%d seconds are told in their two largest units", (seconds, korean, english) => {
  expect(ko.oldest(seconds)).toContain(` ${korean} `);
  expect(en.oldest(seconds)).toContain(` ${english} ago.`);
});
