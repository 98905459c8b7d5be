import { expect, test } from "vitest";
import { measureJoins } from "./measure-joins.ts";

test.each([
  ["a place", 201, 499, true],
  ["a refusal by the rules", 409, 499, true],
  ["a place that came late", 201, 500, false],
  ["a fault of ours", 503, 1, false],
])("S40: %s (%i after %i ms) is in time: %s", (_, status, elapsedMs, isInTime) => {
  const counted: string[] = [];
  const timed: number[] = [];
  const measure = measureJoins({ count: (name) => counted.push(name), time: (_name, ms) => timed.push(ms) });
  measure("1", status, null, elapsedMs);
  expect(counted).toEqual(isInTime ? ["Joins", "JoinsInTime"] : ["Joins"]);
  expect(timed).toEqual([elapsedMs]);
});
