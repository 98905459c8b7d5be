import { expect, test } from "vitest";
import { barsOf, type Counted } from "./rules.ts";

const bar = (chart: string, key: string, count: number, people: number | null): Counted => ({
  ...{ chart, key, count, people },
});
const hiddenOf = (counts: readonly Counted[]) =>
  barsOf(counts)
    .filter(({ count }) => count === null)
    .map(({ key }) => key);

test("bars of fewer than 5 people are hidden, of a segment of fewer than 10, and never one bar alone", () => {
  const ages = [bar("age", "1", 9, 4), bar("age", "2", 9, 3), bar("age", "3", 5, 5), bar("age", "4", 70, 40)];
  expect(hiddenOf(ages)).toEqual(["1", "2"]);
  // Whoever knows how many there are in all could tell a bar that is hidden alone.
  expect(hiddenOf(ages.slice(1))).toEqual(["2", "3"]);
  expect(hiddenOf([bar("segment", "F-1", 9, 9), bar("segment", "F-2", 20, 12), bar("segment", "F-3", 90, 30)])).toEqual(
    ["F-1", "F-2"],
  );
  expect(hiddenOf([bar("age", "1", 0, 0), bar("age", "2", 6, 6)])).toEqual([]);
  expect(hiddenOf([bar("cell", "11-F-1", 2, null)])).toEqual([]);
});
