import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { intervalsOf } from "./bootstrap.ts";
import { figuresOf, meanOf, topOf } from "./rules-metrics.ts";

describe("S36: figures by hand", () => {
  test("precision, recall, F1, NDCG and MRR of a list of ten with hits at 2, 3 and 7, of 5 that are relevant", () => {
    const figures = figuresOf([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], new Set([1, 2, 6, 20, 21]));
    expect(figures.precision3).toBeCloseTo(2 / 3);
    expect(figures.recall3).toBeCloseTo(2 / 5);
    expect(figures.f1At3).toBeCloseTo(0.5);
    expect(figures.precision10).toBeCloseTo(0.3);
    expect(figures.recall10).toBeCloseTo(0.6);
    expect(figures.f1At10).toBeCloseTo(0.4);
    expect(figures.mrr).toBeCloseTo(1 / 2);
    const gain = 1 / Math.log2(3) + 1 / Math.log2(4) + 1 / Math.log2(8);
    const best = 1 + 1 / Math.log2(3) + 1 / Math.log2(4) + 1 / Math.log2(5) + 1 / Math.log2(6);
    expect(figures.ndcg10).toBeCloseTo(gain / best);
  });

  test("P@3 divides by three also where a person has one relevant category: the ceiling says what could be had", () => {
    expect(figuresOf([7], new Set([7]))).toMatchObject({ precision3: 1 / 3, recall3: 1, ndcg10: 1, mrr: 1 });
    expect(figuresOf([1, 2, 3], new Set([7]))).toMatchObject({ precision3: 0, f1At3: 0, ndcg10: 0, mrr: 0 });
  });

  test("a mean counts each person once", () => {
    const [one, other] = [figuresOf([1], new Set([1])), figuresOf([1], new Set([2]))];
    expect(meanOf([one, other, other]).precision3).toBeCloseTo(1 / 9);
  });
});

describe("the list", () => {
  test("is the highest scores first, equal ones by id, as sorting all of them would give", () => {
    const scores = fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 40 });
    fc.assert(
      fc.property(scores, fc.func(fc.boolean()), (given, mayBe) => {
        const sorted = [...given.keys()]
          .filter((at) => mayBe(at))
          .sort((one, other) => (given[other] ?? 0) - (given[one] ?? 0) || one - other);
        expect(topOf(Float64Array.from(given), mayBe)).toEqual(sorted.slice(0, 10));
      }),
    );
  });
});

describe("intervals of differences", () => {
  const noise = Float64Array.from({ length: 400 }, (_, at) => Math.sin(at * at));

  test("are the same for the same seed, hold the mean, and grow as the root of fewer people", () => {
    const [wide] = intervalsOf([noise.slice(0, 100)], 7);
    const [narrow] = intervalsOf([noise], 7);
    expect(intervalsOf([noise], 7)).toEqual([narrow]);
    expect(narrow?.low).toBeLessThan(narrow?.mean ?? 0);
    expect(narrow?.high).toBeGreaterThan(narrow?.mean ?? 0);
    const widthOf = (interval: typeof wide) => (interval?.high ?? 0) - (interval?.low ?? 0);
    expect(widthOf(wide) / widthOf(narrow)).toBeGreaterThan(1.6);
    // 95 % of a normal distribution lie within 1.96 standard errors.
    const deviation = Math.sqrt(noise.reduce((sum, each) => sum + each ** 2, 0) / noise.length);
    const [mean, error] = [narrow?.mean ?? 0, deviation / Math.sqrt(noise.length)];
    expect(((narrow?.low ?? 0) - mean) / error).toBeCloseTo(-1.96, 0);
    expect(((narrow?.high ?? 0) - mean) / error).toBeCloseTo(1.96, 0);
  });

  test("resample people: a difference that everybody has is certain", () => {
    const [always] = intervalsOf([new Float64Array(50).fill(0.25)], 1);
    expect(always).toEqual({ mean: 0.25, low: 0.25, high: 0.25 });
  });
});
