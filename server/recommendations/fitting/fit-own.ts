import { type Goods, goods } from "../../../shared/purchase-codes.ts";
import { eachRow } from "../../platform/long-work.ts";
import type { FitPhase, Fitted } from "../ports.ts";
import { toPurchases } from "../purchases/purchases.ts";
import { type CellPurchase, cellOf, knownProfileOf, type OwnDeed, type PurchaseRow, profileOf } from "../rules.ts";
import { fitJudged } from "./fit-judged.ts";

/** What a cell's purchases are worth beside what people did here: so many deeds, in the first week. */
const worthOfCell = 20;

/** A person here is a number. */
const priorOf = (cell: string) => `cell ${cell}`;

/** Each cell as if it were one more person, who did what it bought in the first week. */
function rowsOfCells(cells: readonly CellPurchase[], week: number): PurchaseRow[] {
  const bought = new Map<string, Map<string, number>>();
  eachRow(cells.length, (at) => {
    const cell = cells[at] as CellPurchase;
    const of = bought.get(cellOf(cell)) ?? new Map<string, number>();
    const category = goods[cell.category as Goods];
    bought.set(cellOf(cell), of.set(category, (of.get(category) ?? 0) + cell.times));
  });
  return [...bought].flatMap(([id, of]) => {
    const all = [...of.values()].reduce((sum, each) => sum + each, 0);
    return [...of].map(([category, count]) => {
      const times = (worthOfCell * count) / all;
      return { person: priorOf(id), category, week, times, amount: times };
    });
  });
}

/**
 * Learns from what people did here. Purchases that were imported stand before it, so that what is known of few people
 * backs off to what such people buy; no cell counts as one of a segment's people, and nobody is judged by them.
 */
export function fitOwn(
  { deeds, cells }: { deeds: readonly OwnDeed[]; cells: readonly CellPurchase[] },
  seed: number,
  enter: (phase: FitPhase) => void,
): Fitted {
  let first = Number.POSITIVE_INFINITY;
  const rows: PurchaseRow[] = [];
  const profiles = new Map<string, readonly string[]>();
  const prior = new Set<string>();
  eachRow(cells.length, (at) => {
    const cell = cells[at] as CellPurchase;
    profiles.set(priorOf(cellOf(cell)), profileOf(cell));
    prior.add(priorOf(cellOf(cell)));
  });
  eachRow(deeds.length, (at) => {
    const { person, age, sex, region, category, week, times } = deeds[at] as OwnDeed;
    first = Math.min(first, week);
    rows.push({ person, category, week, times, amount: times });
    profiles.set(person, knownProfileOf({ ageBand: age, sex, region }));
  });
  const purchases = toPurchases([...rows, ...rowsOfCells(cells, first)]);
  return fitJudged({ purchases, profiles, prior, isOfCells: false }, seed, enter);
}
