import type { Entrant } from "../evaluation/compare.ts";
import type { Weeks } from "../purchases/purchases.ts";
import type { HiddenTruth } from "./generate.ts";

/** Lists by what was to be expected of each cell in the later months: nobody who sees only purchases can do better. */
export function createOracle(truth: HiddenTruth, categories: readonly string[], later: Weeks): Entrant {
  const isLater = truth.months.map((month) => month >= later.first && month <= later.last);
  const placeOf = new Map(truth.categories.map((id, place) => [id, place]));
  const expectedOf = (cell: string, category: string) =>
    (truth.expected[cell] ?? []).reduce(
      (sum, row, month) => sum + (isLater[month] ? (row[placeOf.get(category) ?? -1] ?? 0) : 0),
      0,
    );
  return {
    name: "oracle",
    score: ({ id }) => Float64Array.from(categories, (category) => expectedOf(id, category)),
  };
}
