import { Matrix, solve } from "ml-matrix";
import { describe, expect, test } from "vitest";
import { createChance } from "../../platform/chance.ts";
import { tune } from "../fitting/tune.ts";
import { toPurchases } from "../purchases/purchases.ts";
import { createRandom, popularity } from "./controls.ts";
import { easeWeightsOf } from "./ease.ts";
import { learn } from "./learn.ts";
import type { Training } from "./model.ts";
import { sourceMethod } from "./neighbours.ts";
import { backOff, segmentsOf, toSegments } from "./segments.ts";
import { scorerOf } from "./shipped.ts";
import { logTimes } from "./similarity.ts";
import { emptyTaste, trainingOf } from "./training.ts";

/** Rows of `person category times amount`. */
const trainingFrom = (rows: string, profiles: Record<string, string[]> = {}): Training =>
  trainingOf(
    toPurchases(
      rows.split(",").map((row) => {
        const [person = "", category = "", times, amount] = row.trim().split(" ");
        return { person, category, week: 1, times: Number(times), amount: Number(amount) };
      }),
    ),
    { profiles: new Map(Object.entries(profiles)), prior: new Set() },
  );

const someTraining = () => {
  const chance = createChance(3);
  const rows = Array.from(
    { length: 400 },
    () => `p${chance.whole(1, 40)} c${chance.whole(1, 4) * chance.whole(1, 2)} 1 5`,
  );
  return trainingFrom(rows.join());
};

test("popularity counts purchases and is one list for everybody, ties by id", () => {
  const training = trainingFrom("ann b 2 1, bob b 1 1, bob a 3 900, bob c 9 1");
  expect(training.categories).toEqual(["a", "b", "c"]);
  expect([...popularity.fit(training)(emptyTaste("eve", 3))]).toEqual([3, 3, 9]);
});

test("a random list is one person's, and the same again", () => {
  const [training, again] = [someTraining(), createRandom(5)];
  const listOf = (id: string, seed = 5) => [...createRandom(seed).fit(training)(emptyTaste(id, 5))];
  expect(listOf("ann")).toEqual([...again.fit(training)(emptyTaste("ann", 5))]);
  expect(listOf("ann")).not.toEqual(listOf("bob"));
  expect(listOf("ann")).not.toEqual(listOf("ann", 6));
});

test("S35: the source's method is cosine between categories over raw amounts", () => {
  const training = trainingFrom("ann a 1 3, ann b 1 4, bob a 1 1, bob c 1 2");
  const scores = sourceMethod.fit(training)({ ...emptyTaste("eve", 3), amounts: Float64Array.of(10, 0, 0) });
  const lengthOfA = Math.sqrt(3 ** 2 + 1 ** 2);
  expect(scores[0]).toBeCloseTo(10);
  expect(scores[1]).toBeCloseTo((10 * 3 * 4) / (lengthOfA * 4));
  expect(scores[2]).toBeCloseTo((10 * 1 * 2) / (lengthOfA * 2));
});

describe("EASE", () => {
  test("is, column by column, the ridge regression on all other categories: its matrix is not symmetric", () => {
    const training = someTraining();
    const size = training.categories.length;
    const rows = new Matrix(training.tastes.map((taste) => [...logTimes(taste)]));
    const gram = rows.transpose().mmul(rows).add(Matrix.eye(size, size).mul(200));
    const weights = easeWeightsOf(training);
    for (let column = 0; column < size; column += 1) {
      const others = Array.from({ length: size }, (_, at) => at).filter((at) => at !== column);
      const found = solve(gram.selection(others, others), gram.selection(others, [column])).to1DArray();
      for (const [at, row] of others.entries()) {
        expect(weights[row * size + column]).toBeCloseTo(found[at] ?? Number.NaN, 10);
      }
      expect(weights[column * size + column]).toBe(0);
    }
    expect(Math.abs((weights[1] ?? 0) - (weights[size] ?? 0))).toBeGreaterThan(1e-6);
  });
});

describe("segments back off", () => {
  const tellers = Object.fromEntries(["ann", "bob", "eve"].map((id) => [id, ["3", id === "eve" ? "M" : "F"]]));
  const training = trainingFrom("ann a 8 1, bob b 2 1, eve b 10 1, joe a 20 1", tellers);

  test("level by level: p = (c + m·p of the coarser) ÷ (n + m)", () => {
    const sharesBy = backOff(segmentsOf(training.tastes, 2, 1), 10);
    const [all, age] = [28 / 40, (8 + 10 * (28 / 40)) / (20 + 10)];
    expect(sharesBy([])[0]).toBeCloseTo(all);
    expect(sharesBy(["3"])[0]).toBeCloseTo(age);
    expect(sharesBy(["3", "F"])[0]).toBeCloseTo((8 + 10 * age) / (10 + 10));
    expect(sharesBy(["3", "X"])[0]).toBeCloseTo(age);
    expect(sharesBy(["5", "F"])[0]).toBeCloseTo(all);
    for (const profile of [[], ["3"], ["3", "F"]])
      expect((sharesBy(profile)[0] ?? 0) + (sharesBy(profile)[1] ?? 0)).toBeCloseTo(1);
  });

  test("no further than to the first that is missing", () => {
    const { "[]": all, '["3","F"]': women } = Object.fromEntries(segmentsOf(training.tastes, 2, 1));
    const segments = toSegments([
      { key: "[]", people: 4, times: [...(all?.times ?? [])] },
      { key: '["3","F"]', people: 2, times: [...(women?.times ?? [])] },
    ]);
    expect(backOff(segments, 10)(["3", "F"])).toEqual(backOff(segments, 10)([]));
  });

  test("a segment of fewer people is not kept, so that it tells of nobody", () => {
    expect([...segmentsOf(training.tastes, 2, 2).keys()]).toEqual(["[]", '["3"]', '["3","F"]']);
    expect([...segmentsOf(training.tastes, 2, 4).keys()]).toEqual(["[]"]);
    const kept = JSON.stringify(learn(training, { smoothing: 1, kappa: 1, easeWeight: 1, fewest: 2 }));
    for (const id of ["ann", "bob", "eve", "joe"]) expect(kept).not.toContain(id);
  });
});

test("the shipped score is own + κ · segment + w · EASE, also once it was stored", () => {
  const training = trainingFrom("ann a 8 1, ann b 1 1, bob b 2 1, eve b 10 1", { eve: ["3"], bob: ["3"] });
  const learned = learn(training, { smoothing: 10, kappa: 40, easeWeight: 2, fewest: 2 });
  const taste = { ...emptyTaste("new", 2, ["3"]), times: Float64Array.of(4, 0) };
  const scores = scorerOf(JSON.parse(JSON.stringify(learned)))(taste);
  const weights = easeWeightsOf(training);
  const share = (13 - 1 + 10 * (13 / 21)) / (12 + 10);
  expect(scores[1]).toBeCloseTo(0 + 40 * share + 2 * Math.log1p(4) * (weights[1] ?? 0));
  expect(scores[0]).toBeCloseTo(4 + 40 * (1 - share));
});

test("of parameters that are equally good the more cautious are chosen", () => {
  const rows = [1, 2].map((week) => ({ person: "ann", category: "a", week, times: 1, amount: 1 }));
  const known = { profiles: new Map([["ann", ["3"]]]), prior: new Set<string>() };
  const chosen = tune({ purchases: toPurchases(rows), ...known, isOfCells: false });
  expect(chosen).toEqual({ smoothing: 1_000_000, kappa: 10 * 2 ** 17, easeWeight: 0, fewest: 10 });
});
