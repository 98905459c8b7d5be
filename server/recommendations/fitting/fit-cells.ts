import { evaluate } from "../evaluation/evaluate.ts";
import type { FitPhase, Fitted } from "../ports.ts";
import { toPurchases } from "../purchases/purchases.ts";
import { type CellPurchase, cellOf, profileOf, toRow } from "../rules.ts";
import { fitShipped } from "./fit-shipped.ts";
import { splitOf } from "./tune.ts";

/**
 * Judges what would be learned without the last months by those months, then learns from all. The judge sees every
 * control, too; an import of a single month cannot be judged.
 */
export function fitCells(cells: readonly CellPurchase[], seed: number, enter: (phase: FitPhase) => void): Fitted {
  const purchases = toPurchases(cells.map(toRow));
  const profiles = new Map(cells.map((cell) => [cellOf(cell), profileOf(cell)]));
  const split = splitOf(purchases);
  if (split === null) throw new Error("A model is judged by later months: there is one month only.");
  enter("judging");
  const { early: train, late: test } = split;
  const { evaluation } = evaluate({ train, test, profiles, isOfCells: true, seed, oracle: null });
  const shipped = evaluation.repeats.standings.find(({ name }) => name === "shipped");
  if (shipped === undefined) throw new Error("The shipped model was not judged.");
  enter("learning");
  return {
    learned: fitShipped({ purchases, profiles, isOfCells: true }),
    measured: { precision3: shipped.precision3ToPopularity, ndcg10: shipped.ndcg10ToPopularity },
    metrics: evaluation,
  };
}
