import { expect, test } from "vitest";
import { editWords } from "../../../shared/messages/edits.ts";
import { placeTexts } from "../line/texts.ts";
import { countdownParts } from "../ui/moments.ts";
import { en as enBase } from "./en.ts";
import { ko as koBase } from "./ko.ts";

const ko = { ...koBase, ...placeTexts.ko };
const en = { ...enBase, ...placeTexts.en };

test("figures, plurals and ordinals read right in both", () => {
  expect(ko.place.rank(1284)).toBe("1,284번째");
  expect([1, 2, 3, 4, 11, 21, 112].map((rank) => en.place.rank(rank))).toEqual([
    "1st in line",
    "2nd in line",
    "3rd in line",
    "4th in line",
    "11th in line",
    "21st in line",
    "112th in line",
  ]);
  expect([en.waiters(1, true), en.waiters(2, true), en.waiters(1, false)]).toEqual(["1 group", "2 groups", "1 person"]);
});

test("a store of one day says that day once", () => {
  expect([ko, en].map(({ stores }) => stores.dates("11.29", "11.29"))).toEqual(["11.29", "11.29"]);
  expect(ko.stores.dates("11.29", "12.01")).toBe("11.29 – 12.01");
  expect(editWords.dates("2026-11-29", "2026-11-29").match(/2026-11-29/g)).toHaveLength(2);
});

test("S44: what is spoken of a countdown counts seconds below a minute, and is never 0 minutes", () => {
  const spoken = (seconds: number) => {
    const parts = countdownParts(seconds * 1_000);
    return [ko, en].map(({ countdown }) => countdown.spoken(parts.hours, parts.minutes, parts.seconds));
  };
  expect(spoken(1)).toEqual(["1초 남음", "1 second left"]);
  expect(spoken(59)).toEqual(["59초 남음", "59 seconds left"]);
  expect(spoken(60)).toEqual(["1분 남음", "1 minute left"]);
  expect(spoken(3_600)).toEqual(["1시간 0분 남음", "1 hour 0 minutes left"]);
});
