import { eachRow } from "../../platform/long-work.ts";
import type { FitPhase, Fitted } from "../ports.ts";
import { toPurchases } from "../purchases/purchases.ts";
import { type CellPurchase, cellOf, type PurchaseRow, profileOf, toRow } from "../rules.ts";
import { fitJudged } from "./fit-judged.ts";

/** Learns from purchases of cells alone. */
export function fitCells(cells: readonly CellPurchase[], seed: number, enter: (phase: FitPhase) => void): Fitted {
  const rows: PurchaseRow[] = [];
  const profiles = new Map<string, readonly string[]>();
  eachRow(cells.length, (at) => {
    const cell = cells[at] as CellPurchase;
    rows.push(toRow(cell));
    profiles.set(cellOf(cell), profileOf(cell));
  });
  return fitJudged({ purchases: toPurchases(rows), profiles, prior: new Set(), isOfCells: true }, seed, enter);
}
