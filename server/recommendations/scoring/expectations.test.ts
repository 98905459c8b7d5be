import fc from "fast-check";
import { expect, test } from "vitest";
import { categories } from "../../../shared/store-codes.ts";
import { scorerOf } from "../models/shipped.ts";
import { emptyTaste } from "../models/training.ts";
import type { Learned } from "../rules.ts";
import { expectBy } from "./expectations.ts";
import { placeOfCategory, type StoreCategory, tastesOf } from "./rules-scoring.ts";

const sorted = categories.toSorted();
const nowhere = { latitude: null, longitude: null };

/** Learned of these categories, as a fit may store it. */
function learnedOf(names: readonly string[]): fc.Arbitrary<Learned> {
  const times = fc.array(fc.integer({ min: 0, max: 500 }), { minLength: names.length, maxLength: names.length });
  const weight = fc.double({ min: -1, max: 1, noNaN: true });
  return fc.record({
    categories: fc.constant(names),
    parameters: fc.record({
      ...{ smoothing: fc.constantFrom(50, 1_000_000), fewest: fc.constant(10) },
      ...{ kappa: fc.constantFrom(1, 10, 1_280, 1e9), easeWeight: fc.constantFrom(0, 1, 2, 4) },
    }),
    segments: fc.tuple(times, times).map(([all, thirty]) => [
      ...[
        { key: "[]", people: 100, times: all },
        { key: '["3"]', people: 20, times: thirty },
      ],
    ]),
    weights: fc.array(weight, { minLength: names.length ** 2, maxLength: names.length ** 2 }),
  });
}
const ofStores = fc.subarray([...sorted], { minLength: 1 }).chain(learnedOf);
const own = fc.array(fc.double({ min: 0, max: 40, noNaN: true }), { minLength: 8, maxLength: 8 });

/** Tastes as they are served, by category of stores; `all` is what they are divided by. */
function servedBy(learned: Learned, deeds: readonly number[], profile: readonly string[]) {
  const tastes = tastesOf({ ...expectBy(learned)(deeds, profile), ...nowhere });
  return tastes.map((taste) => taste.own + taste.segment + taste.others + taste.everybody);
}

test("D26: the order of tastes that is served is the order of the scores that were measured, of any model", () => {
  fc.assert(
    fc.property(ofStores, own, fc.constantFrom([], ["3"], ["3", "F"]), (learned, deeds, profile) => {
      const served = servedBy(learned, deeds, profile);
      const places = learned.categories.map((name) => placeOfCategory(name as StoreCategory));
      const times = Float64Array.from(places, (place) => deeds[place] ?? 0);
      const measured = scorerOf(learned)({ ...emptyTaste("somebody", places.length, profile), times });
      const all = deeds.reduce((sum, each) => sum + each, learned.parameters.kappa);
      for (const [one, place] of places.entries()) {
        for (const [other, otherPlace] of places.entries()) {
          const difference = ((measured[one] ?? 0) - (measured[other] ?? 0)) / all;
          expect((served[place] ?? 0) - (served[otherPlace] ?? 0)).toBeCloseTo(difference, 10);
        }
      }
    }),
  );
});

const dull = { smoothing: 10, fewest: 10, kappa: 1, easeWeight: 0 };
/** Everybody likes food; whoever likes books likes music, too. */
const bookish: Learned = {
  ...{ categories: sorted, parameters: dull },
  segments: [{ key: "[]", people: 100, times: sorted.map((name) => (name === "food" ? 930 : 10)) }],
  weights: sorted.flatMap((row) => sorted.map((column) => (row === "book" && column === "music" ? 3 : 0))),
};
const books = categories.map((name) => (name === "book" ? 9 : 0));
const firstBy = (change: Partial<Learned["parameters"]>) => {
  const served = servedBy({ ...bookish, parameters: { ...dull, ...change } }, books, []);
  return categories[served.indexOf(Math.max(...served))];
};

test("D26: another κ or another w of the live model is another list", () => {
  expect([firstBy({}), firstBy({ kappa: 1_280 }), firstBy({ easeWeight: 4 })]).toEqual(["book", "food", "music"]);
});

test("of a model of goods the shares are used alone: its κ and weights count purchases of cells", () => {
  const goods = ["books", "mobile", "records"];
  const times = [10, 970, 20];
  const parameters = { ...dull, kappa: 1e9, easeWeight: 4 };
  const learned = { categories: goods, parameters, segments: [{ key: "[]", people: 170, times }] };
  const expected = expectBy({ ...learned, weights: goods.flatMap(() => [9, 9, 9]) })(books, []);
  const shares = { book: 0.01, tech: 0.97, music: 0.02 } as Readonly<Record<string, number>>;
  expect(expected.kappa).toBe(10);
  expect(Array.from(expected.others)).toEqual(categories.map(() => 0));
  expect(Array.from(expected.everybody)).toEqual(categories.map((name) => shares[name] ?? 0));
});
