import { expect, test } from "vitest";
import type { Evaluation } from "../evaluation/evaluate.ts";
import { toPurchases } from "../purchases/purchases.ts";
import { fitJudged } from "./fit-judged.ts";

const known = { profiles: new Map(), prior: new Set<string>() };

test("D26: where nobody is left to judge by, a fit ends: it was measured by nothing, and is not worse", () => {
  // Of one category nobody buys more than of the average one.
  const rows = [1, 2, 3].map((week) => ({ person: "cell", category: "bags", week, times: 1, amount: 1 }));
  const purchases = toPurchases(rows);
  expect(() => fitJudged({ purchases, ...known, isOfCells: true }, 1, () => undefined)).toThrow("nobody to judge");
});

test("D26: a fit is judged by weeks that were kept from it, and learns from them afterwards", () => {
  const rows = Array.from({ length: 30 * 12 }, (_, at) => {
    const [person, week] = [`person ${at % 30}`, 1 + Math.floor(at / 30)];
    const category = week <= 10 ? `early ${at % 4}` : "late";
    return { person, category, week, times: 1, amount: 1 };
  });
  const { learned, measured, metrics } = fitJudged(
    { purchases: toPurchases(rows), ...known, isOfCells: false },
    1,
    () => undefined,
  );
  const { trained, tested, repeats } = metrics as Evaluation;
  expect([trained.first, trained.last, tested.first, tested.last]).toEqual([1, 10, 11, 12]);
  const figures = repeats.standings.map(({ name, figures }) => [name, figures.ndcg10]);
  // What was bought in those weeks alone no model can list; the ceiling knows it.
  expect(figures).toEqual(repeats.standings.map(({ name }) => [name, name === "ceiling" ? 1 : 0]));
  expect([measured.judges, measured.ndcg10.mean]).toEqual([30, 0]);
  expect(learned.categories).toContain("late");
});
