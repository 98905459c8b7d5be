import { Compile } from "typebox/compile";
import { expect, test } from "vitest";
import { lineOfText, lineOrNothing } from "./texts.ts";

const [line, draft] = [Compile(lineOfText(40)), Compile(lineOrNothing(40))];

test.each([
  "김민지",
  "ㅋㅋ",
  "ᄀ",
  "Zoë",
  "Zoe\u0308",
  "محمد علي",
  "می\u200cخواهم",
  "שלום \u200f(1)",
  "क्षि",
  "7",
  "…!?",
  "☆",
  "👩‍👩‍👧‍👦",
  "❤️",
  "1️⃣",
  "🇰🇷",
  "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
  "𠮷野",
  "a\u200bb",
  "\u{1d158}",
  "\u{13440}\u{13443}",
])("a line that says something may be written: %j", (text) => {
  expect([line.Check(text), draft.Check(text)]).toEqual([true, true]);
});

test.each([
  ["zero width", "\u200b"],
  ["joiners alone", "\u200d\u200c\ufeff\u2060"],
  ["marks without a letter", "\u0301\u0301"],
  ["a mark on a blank", " \u0301"],
  ["a variation of nothing", "\ufe0f"],
  ["Hangul fillers", "\u3164\u115f\u1160\uffa0"],
  ["an empty Braille cell", "\u2800"],
  ["a stand-in for nothing", "\ufffc"],
  ["a notehead that is not drawn", "\u{1d159}"],
  ["blanks between hieroglyphs", "\u{13441}\u{13442}"],
  ["marks of direction alone", "\u200e\u200f\u061c"],
  ["white space of every kind", " \u00a0\u2003\u3000"],
  ["tags without a flag", "\u{e0067}\u{e007f}"],
  ["nothing", ""],
])("one with nothing to see says nothing: %s", (_what, text) => {
  expect(line.Check(text)).toBe(false);
});

test.each([
  ["an override", "\u202e반대"],
  ["an embedding that never ends", "가\u202b게"],
  ["an isolate", "가게\u2067"],
  ["a line break of another kind", "가\u2028게"],
  ["the next line of old", "가\u0085게"],
  ["half a letter", "가\ud83d게"],
])("what would change the text around it is in no line: %s", (_what, text) => {
  expect([line.Check(text), draft.Check(text)]).toEqual([false, false]);
});
