import { expect, test } from "vitest";
import { rehearsalTexts } from "./texts.ts";

const { ko, en } = rehearsalTexts;

test("a crowd is called as people say it", () => {
  expect([1_000, 3_000, 10_000, 20_000, 300].map(ko.begin)).toEqual([
    "천 명 불러오기",
    "3천 명 불러오기",
    "만 명 불러오기",
    "2만 명 불러오기",
    "300명 불러오기",
  ]);
  expect(en.begin(10_000)).toBe("Bring 10,000 people");
  expect([ko.title(1_000), en.title(1_000)]).toEqual(["천 명이 한 번에 누르면", "When 1,000 people press at once"]);
});

test("short times are milliseconds, long ones seconds", () => {
  expect([0, 999, 1_000, 8_431].map(ko.milliseconds)).toEqual(["0ms", "999ms", "1.0초", "8.4초"]);
  expect(en.milliseconds(8_431)).toBe("8.4 s");
});
