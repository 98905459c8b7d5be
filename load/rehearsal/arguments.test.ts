import { expect, test } from "vitest";
import { ArgumentError, readRehearsal } from "./arguments.ts";

test("left out, a rehearsal is ten thousand visitors at five hundred seats", () => {
  expect(readRehearsal([])).toEqual({
    visitors: 10_000,
    seats: 500,
    doubleTaps: 0.2,
    drops: 0.05,
    leaves: 0.1,
    url: null,
    csv: "data/rehearsal.csv",
  });
});

test("everything can be said, as --name value and as --name=value", () => {
  const words = ["--visitors", "300", "--seats=20", "--double-taps", "0%", "--drops=12.5%", "--leaves", "100%"];
  expect(readRehearsal([...words, "--url", "http://127.0.0.1:3000/somewhere", "--csv", "tickets.csv"])).toEqual({
    visitors: 300,
    seats: 20,
    doubleTaps: 0,
    drops: 0.125,
    leaves: 1,
    url: "http://127.0.0.1:3000",
    csv: "tickets.csv",
  });
});

test.each([
  ["visitors", "0"],
  ["visitors", "-5"],
  ["visitors", "20001"],
  ["visitors", "1.5"],
  ["visitors", "many"],
  ["visitors", ""],
  ["seats", "0"],
  ["seats", "20001"],
  ["double-taps", "20"],
  ["double-taps", "-1%"],
  ["drops", "101%"],
  ["drops", "%"],
  ["leaves", "half"],
  ["url", "127.0.0.1:3000"],
  ["url", "ftp://127.0.0.1"],
  ["url", "javascript:alert(1)"],
])("--%s=%s is refused by its name", (name, text) => {
  expect(() => readRehearsal([`--${name}=${text}`])).toThrow(ArgumentError);
  expect(() => readRehearsal([`--${name}=${text}`])).toThrow(`--${name} must be`);
});

test.each([["--visitor", "3"], ["300"], ["--seats"]])("%s is not understood", (...words) => {
  expect(() => readRehearsal(words)).toThrow(ArgumentError);
});
