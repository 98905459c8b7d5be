import { expect, test } from "vitest";
import { movingTexts } from "./moving-texts.ts";

test("what is given up is named, and then what is got", () => {
  for (const texts of [movingTexts.ko, movingTexts.en]) {
    const consequence = texts.consequence("11/28 14:00", "11/29 16:00");
    expect(consequence.indexOf("11/28 14:00")).toBeGreaterThan(-1);
    expect(consequence.indexOf("11/29 16:00")).toBeGreaterThan(consequence.indexOf("11/28 14:00"));
  }
});
