import { expect, test } from "vitest";
import { readPassCode } from "./pass-codes.ts";

test.each([
  ["popline:v1:12:R-7K2M-Q9XD", "12"],
  ["  popline:v1:12:R-7K2M-Q9XD\n", "12"],
  ["R-7K2M-Q9XD", null],
  ["r7k2mq9xd", null],
  ["7k2m q9xd", null],
  ["7K2M–Q9XD", null],
])("%j is read as R-7K2M-Q9XD", (text, reservation) => {
  expect(readPassCode(text)).toEqual({ reservation, code: "R-7K2M-Q9XD" });
});

test("letters that look like digits are the digits", () => {
  expect(readPassCode("OIL0-1111")).toEqual({ reservation: null, code: "R-0110-1111" });
  expect(readPassCode("R-RRRR-RRRR")).toEqual({ reservation: null, code: "R-RRRR-RRRR" });
  expect(readPassCode("RRRRRRRR")).toEqual({ reservation: null, code: "R-RRRR-RRRR" });
});

test.each([
  "",
  "R",
  "7K2MQ9XDD",
  "7K2M-Q9XU",
  "popline:v1:0:R-7K2M-Q9XD",
  "popline:v1:1x:R-7K2M-Q9XD",
  "popline:v2:1:R-7K2M-Q9XD",
  "https://evil.example/R-7K2M-Q9XD",
])("%j is no code", (text) => expect(readPassCode(text)).toBeNull());
