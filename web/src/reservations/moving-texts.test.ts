import { expect, test } from "vitest";
import { cancellingTexts } from "./cancelling-texts.ts";
import { movingTexts } from "./moving-texts.ts";

const said = ({ consequence, ...texts }: (typeof movingTexts)["ko"]) => [
  ...Object.values(texts),
  consequence("11/28 14:00", "11/29 16:00"),
];

test("no text is empty, the English ones are English, and what is given up and got is named", () => {
  const { ko, en } = movingTexts;
  for (const text of [...said(ko), ...said(en)]) expect(text.trim()).not.toBe("");
  expect(said(en).filter((text) => /[가-힣]/.test(text))).toEqual([]);
  for (const texts of [ko, en]) {
    const consequence = texts.consequence("11/28 14:00", "11/29 16:00");
    expect(consequence.indexOf("11/28 14:00")).toBeGreaterThan(-1);
    expect(consequence.indexOf("11/29 16:00")).toBeGreaterThan(consequence.indexOf("11/28 14:00"));
  }
});

test("the texts of a cancel are there in both languages", () => {
  const { ko, en } = cancellingTexts;
  for (const text of [...Object.values(ko), ...Object.values(en)]) expect(text.trim()).not.toBe("");
  expect(Object.values(en).filter((text) => /[가-힣]/.test(text))).toEqual([]);
});
