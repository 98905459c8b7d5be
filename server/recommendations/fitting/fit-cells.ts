import type { FitPhase, Fitted } from "../ports.ts";
import { toPurchases } from "../purchases/purchases.ts";
import { type CellPurchase, cellOf, profileOf, toRow } from "../rules.ts";
import { fitJudged } from "./fit-judged.ts";

/** Learns from purchases of cells alone. */
export function fitCells(cells: readonly CellPurchase[], seed: number, enter: (phase: FitPhase) => void): Fitted {
  const purchases = toPurchases(cells.map(toRow));
  const profiles = new Map(cells.map((cell) => [cellOf(cell), profileOf(cell)]));
  return fitJudged({ purchases, profiles, isOfCells: true }, seed, enter);
}
