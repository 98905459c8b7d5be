import fc from "fast-check";
import { expect, test } from "vitest";
import { tidyLine } from "./tidy-line.ts";

test.each([
  ["letters in parts", "성수 카페".normalize("NFD"), "성수 카페"],
  ["marks apart from their letters", "Cafe\u0301", "Café"],
  ["spaces around it", "  성수\t", "성수"],
  ["several spaces", "성수   카페", "성수 카페"],
  ["spaces of every kind", "성수\u00a0\u3000\u2003카페", "성수 카페"],
  ["blanks that are letters", "\u3164성수\u2800카페\uffa0", "성수 카페"],
  ["nothing between letters", "성\u200b수\u2060 카\u00ad페\ufeff", "성수 카페"],
  ["nothing between spaces", "성수 \u200b 카페", "성수 카페"],
  ["nothing between a letter and its mark", "e\u200b\u0301", "é"],
  ["joiners that join nothing", "성\u200d수\u200c 카페\u200d", "성수 카페"],
  ["joiners beside a picture", "🎉\u200d카페", "🎉카페"],
  ["marks of direction in a line of one direction", "\u200f성\u061c수\u200e", "성수"],
  ["control characters, and what turns a text round", "성\u0000수\u202e\u0085카페\u2066", "성수 카페"],
  ["nothing at all", " \u200b ", ""],
])("one spelling: %s", (_what, text, tidy) => {
  expect(tidyLine(text)).toBe(tidy);
});

test.each([
  "👩‍👩‍👧‍👦",
  "❤️‍🔥",
  "🧑🏽‍🍳",
  "می\u200cخواهم",
  "क्\u200dषि",
  "שלום \u200f(1)",
  "🏴\u{e0067}\u{e0062}\u{e007f}",
  "क्\u0301\u200dम",
  "ᠠ\u180b\u200dᠨ\u180eᠠ",
  "1️⃣",
  "葛\u{e0100}",
])("what is seen stays: %j", (text) => {
  expect(tidyLine(text)).toBe(text);
});

test("a tidy line stays as it is, and has neither ends nor pairs of spaces", () => {
  const odd = [..."\u200b\u200c\u200d\u200e\u0301\u3164\u1160\ufe0f\u0323\u0730\u180b\u061c 성e👩م्"].map((letter) =>
    fc.constant(letter),
  );
  const text = fc.array(fc.oneof(...odd, fc.string({ unit: "binary", maxLength: 3 })), { maxLength: 12 });
  fc.assert(
    fc.property(text, (letters) => {
      const tidy = tidyLine(letters.join(""));
      expect(tidyLine(tidy)).toBe(tidy);
      expect(tidy).toBe(tidy.normalize("NFC"));
      expect(tidy).not.toMatch(/^\s|\s$|\s\s|\p{Cc}/u);
    }),
    { numRuns: 2_000 },
  );
});
