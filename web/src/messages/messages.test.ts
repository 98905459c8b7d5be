import { expect, test } from "vitest";
import { placeTexts } from "../line/texts.ts";
import { en as enBase } from "./en.ts";
import { ko as koBase } from "./ko.ts";

const ko = { ...koBase, ...placeTexts.ko };
const en = { ...enBase, ...placeTexts.en };

type Texts = { readonly [key: string]: unknown };

function keysOf(texts: Texts, prefix = ""): string[] {
  return Object.entries(texts).flatMap(([key, text]) =>
    typeof text === "object" && text !== null ? keysOf(text as Texts, `${prefix}${key}.`) : [`${prefix}${key}`],
  );
}

function sentencesOf(texts: Texts): string[] {
  return Object.values(texts).flatMap((text) => {
    if (typeof text === "string") return [text];
    return typeof text === "object" && text !== null ? sentencesOf(text as Texts) : [];
  });
}

test("both languages have every key", () => {
  expect(keysOf(en).sort()).toEqual(keysOf(ko).sort());
});

test("no text is empty, and the English one has Korean only for the way back", () => {
  for (const sentence of [...sentencesOf(ko), ...sentencesOf(en)]) expect(sentence.trim()).not.toBe("");
  expect(sentencesOf(en).filter((sentence) => /[가-힣]/.test(sentence))).toEqual(["한국어"]);
});

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
