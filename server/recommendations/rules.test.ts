import { expect, test } from "vitest";
import { type Difference, isEnough, knownProfileOf, mayGoLive } from "./rules.ts";

const at = (mean: number, low: number, high: number) => ({ mean, low, high });
const equal = at(0, 0, 0);
const isLet = (precision3: Difference, ndcg10: Difference) =>
  mayGoLive({ judges: 170, precision3, ndcg10 }, "purchases");

test("D26: a model that is worse than popularity is refused, on either figure", () => {
  expect(isLet(at(-0.02, -0.03, -0.01), at(0.02, 0.01, 0.03))).toBe(false);
  expect(isLet(at(0.02, 0.01, 0.03), at(-0.02, -0.03, -0.01))).toBe(false);
});

test("worse is also what is lower by little and for certain, or by much and perhaps; or was never measured", () => {
  expect(isLet(at(-0.001, -0.002, -0.0005), equal)).toBe(false);
  expect(isLet(at(-0.01, -0.05, 0.03), equal)).toBe(false);
  const unknown = at(Number.NaN, Number.NaN, Number.NaN);
  expect(isLet(unknown, unknown)).toBe(false);
});

test("what is better, the same, or lower by what chance does goes live", () => {
  expect(isLet(at(0.02, 0.01, 0.03), at(0.02, 0.01, 0.03))).toBe(true);
  expect(isLet(equal, equal)).toBe(true);
  expect(isLet(at(-0.002, -0.01, 0.006), at(0.001, -0.01, 0.02))).toBe(true);
});

test("D26: what is judged by fewer than 30 cells, or 100 people, does not go live, however much better it is", () => {
  const better = at(0.3, 0.2, 0.4);
  const isLetBy = (judges: number, learnedFrom: "purchases" | "own") =>
    mayGoLive({ judges, precision3: better, ndcg10: better }, learnedFrom);
  expect([isLetBy(29, "purchases"), isLetBy(30, "purchases")]).toEqual([false, true]);
  expect([isLetBy(99, "own"), isLetBy(100, "own")]).toEqual([false, true]);
});

test("D28: what fewer than 100 people did, or fewer than 1,000 times, is not learned from", () => {
  const enough = [isEnough(100, 1_000), isEnough(99, 50_000), isEnough(5_000, 999)];
  expect(enough).toEqual([true, false, false]);
});

test("S38: a place counts with an age and a sex, a sex with an age; alone each is nobody's segment", () => {
  const of = (ageBand: number | null, sex: string | null, region: string | null) =>
    knownProfileOf({ ageBand, sex, region });
  expect([of(3, "F", "11"), of(3, "F", null)]).toEqual([
    ["3", "F", "11"],
    ["3", "F"],
  ]);
  expect([of(3, null, "11"), of(null, "F", "11"), of(null, null, "11")]).toEqual([["3"], [], []]);
});
