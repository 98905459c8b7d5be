/** What nobody sends by mistake. None of it looks like what `leaks` of the judge looks for. */
import fc from "fast-check";
import { hostileTexts } from "../services/hostile-texts.ts";

const longText = "긴".repeat(5_000);

/** Texts against statements, paths, renderers, parsers and whatever counts characters. */
export const hostileWords: readonly string[] = [
  ...hostileTexts,
  "",
  " ",
  "\u0000",
  "a\u0000b",
  "\u0001\u001f\u007f",
  "\r\nset-cookie: popline=1",
  "\ud800",
  "\udc00x",
  "\u202e\u2066x\u2069",
  "e\u0301".repeat(200),
  "👩‍👩‍👧‍👦".repeat(40),
  "\ufeff",
  "\uffff",
  "'; drop table entry; --",
  "1' or '1'='1",
  "1) or (1=1",
  "$1",
  "%",
  "_",
  "\\",
  "../../etc/passwd",
  "..\\..\\windows",
  ".",
  "/",
  "//evil.example",
  "__proto__",
  "constructor",
  "toString",
  "NaN",
  "Infinity",
  "-0",
  "0x10",
  "1e309",
  "9".repeat(18),
  "9".repeat(19),
  "9".repeat(400),
  "999999999999999999-999999999",
  "1-0",
  "00000000-0000-0000-0000-000000000000",
  "0000-00-00",
  "1999-02-31",
  "2999-12-31",
  "9999-12-31T23:59:59.999+14:00",
  "1000-01-01T00:00:00Z",
  "2026-01-01T23:59:60Z",
  "2026-11-28T11:00:00+99:99",
  "24:00",
  "null",
  "undefined",
  "[object Object]",
  longText,
];

export const hostileNames = ["__proto__", "constructor", "prototype", "role", "id", "", "긴 이름", "toJSON", "\u0000"];

/** The characters that layers disagree about. */
const sharpTexts = [
  "\u0000",
  "a\u0000b",
  "\ud800",
  "\udc00x",
  "\u0001",
  "\r\n",
  "\ufeff",
  "\u202e",
  "😀",
  "e\u0301",
  "",
];

export const hostileText = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...sharpTexts) },
  { weight: 4, arbitrary: fc.constantFrom(...hostileWords) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 100 }) },
);

/** Numbers at and beyond the bounds of columns and of JavaScript. */
export const hostileNumber = fc.oneof(
  fc.constantFrom(0, -0, -1, 0.5, 1.0000001, 32_767, 32_768, 65_536, 1e300, 5e-324),
  fc.constantFrom(2 ** 31 - 1, 2 ** 31, -(2 ** 31) - 1, 2 ** 53, 2 ** 63, -(2 ** 63)),
);

/** Objects inside one another, so many deep. */
export const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;

const poisoned = JSON.parse('{"__proto__":{"planted":true},"constructor":{"prototype":{"planted":true}}}');

/** Values of every type, and of none that a field has. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: hostileText },
  { weight: 1, arbitrary: hostileNumber },
  {
    weight: 3,
    arbitrary: fc.constantFrom<unknown>(
      null,
      true,
      false,
      [],
      {},
      [[]],
      [null],
      [1, "1"],
      { toString: 1 },
      { length: 1 },
      poisoned,
      Array(1_000).fill(0),
      JSON.parse(deep(200)),
    ),
  },
  { weight: 1, arbitrary: fc.jsonValue() },
);

/** Bodies that are no JSON, or JSON that a careless parser takes for something else. */
export const hostileBody: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      "{",
      "}",
      '{"a"',
      '{"a":1,}',
      "{'a':1}",
      '{"a":NaN}',
      '{"a":1e999}',
      '{"a":01}',
      '{"a":"\\ud800"}',
      '{"a":"\u0000"}',
      '{"name":"a","name":"b","role":"visitor","role":"operator"}',
      '{"partySize":1,"partySize":2}',
      '{"confirmed":true,"confirmed":false}',
      '{"__proto__":{"planted":true}}',
      '{"constructor":{"prototype":{"planted":true}}}',
      "\ufeff{}",
      "null",
      "[]",
      '""',
      "0",
      "   ",
      deep(5_000),
      "[".repeat(20_000),
      `"${"x".repeat(70_000)}"`,
      "a=1&b=2",
      "<a/>",
    ),
  },
  { weight: 1, arbitrary: hostileText },
  { weight: 1, arbitrary: hostileValue.map((value) => JSON.stringify(value)) },
);

/** Headers as a server receives them: what Node's parser lets through. */
export const hostileHeaders: fc.Arbitrary<Record<string, string>> = fc.oneof(
  fc
    .tuple(
      fc.constantFrom(
        "idempotency-key",
        "accept-language",
        "user-agent",
        "accept",
        "x-forwarded-for",
        "x-network-pass",
      ),
      fc.oneof(
        fc.constantFrom(
          "",
          " ",
          ...[78, 79, 80, 81].map((size) => "x".repeat(size)),
          "x".repeat(4_000),
          "é\u00ff",
          "'; drop table press; --",
          "*;q=NaN",
        ),
        fc.stringMatching(/^[ -~]{0,40}$/),
      ),
    )
    .map(([name, value]) => ({ [name]: value })),
  fc.constantFrom<Record<string, string>>(
    { "content-type": "text/plain" },
    { "content-type": "application/json; charset=utf-16" },
    { "content-type": "application/x-www-form-urlencoded" },
    { "content-type": "multipart/form-data; boundary=x" },
    { "content-type": "" },
    { "content-type": ";;;" },
    { "content-encoding": "gzip" },
    { cookie: "popline=" },
    { cookie: "popline=%E0%A4%A; popline=__proto__" },
    { cookie: `popline=${"a".repeat(4_000)}` },
    { origin: "https://evil.example" },
    { "sec-fetch-site": "cross-site" },
    { host: "evil.example" },
    { "x-http-method-override": "DELETE" },
  ),
);
