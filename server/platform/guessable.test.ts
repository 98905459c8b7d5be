import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { isGuessableKey, isGuessableText } from "./guessable.ts";

const keyOf = (number: number) => createHash("sha256").update(`key ${number}`).digest();
const bytesOf = (text: string) => Buffer.from(text.padEnd(32, "-"));

describe("secrets that can be guessed are seen", () => {
  test.each([
    "changeme",
    "Kakao-2026-REST-key",
    "popline-popline-popline-popline-2026",
    "abcdefghijklmnopqrstuvwxyzabcdefghijkl",
    "x7Lq0zyxwvutsrqponm2Kd",
    "k3Qw9zAAAAAAAAAAAAx8Vb2m",
    "R2d8k4Zp-R2d8k4Zp-R2d8k4Zp-R2d8k4Zp",
    "correct-horse-battery-staple-and-a-tune",
    "aabbccddaabbccddaabbccddaabbccdd",
  ])("as a text: %s", (text) => {
    expect(isGuessableText(text)).toBe(true);
  });

  test.each([
    ["words", bytesOf("change-me-change-me-change-me-ch")],
    ["digits", bytesOf("01234567890123456789012345678901")],
    ["a text without a pattern", bytesOf("Zq8!kL2#vN5@xR7$")],
    ["few different bytes", Buffer.alloc(32, Buffer.from([1, 200, 3, 9, 77, 40, 91, 250, 131, 16, 8]))],
    ["a row", Buffer.from(Array.from({ length: 32 }, (_, at) => 200 + at))],
    ["half of it zeros", Buffer.concat([keyOf(0).subarray(16), Buffer.alloc(16)])],
  ])("as a key: %s", (_, key) => {
    expect(isGuessableKey(key)).toBe(true);
  });
});

test("nothing that a machine made at random is taken for one", () => {
  for (let made = 0; made < 1_000; made += 1) {
    const key = keyOf(made);
    expect([key.toString("hex"), isGuessableKey(key)]).toEqual([key.toString("hex"), false]);
    for (const text of [key.toString("hex"), key.toString("hex").slice(0, 32), key.toString("base64url")]) {
      expect([text, isGuessableText(text)]).toEqual([text, false]);
    }
  }
});
