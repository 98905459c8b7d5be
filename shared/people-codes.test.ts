import { expect, test } from "vitest";
import { ageBandOf, ageBands, regions, sexes } from "./people-codes.ts";

test("S33, S34, D28: the codes make the 170 cells of the purchase data", () => {
  expect(regions.length * sexes.length * ageBands.length).toBe(170);
  expect(new Set(regions).size).toBe(17);
});

test.each([
  [2012, 1],
  [2007, 1],
  [2006, 2],
  [1997, 2],
  [1996, 3],
  [1977, 4],
  [1976, 5],
  [1900, 5],
])("born in %d is age band %d in 2026", (year, band) => {
  expect(ageBandOf(year, 2026)).toBe(band);
});
