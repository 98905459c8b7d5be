import { ageBands, regions, sexes } from "../../../shared/people-codes.ts";
import { goodsCodes } from "../../../shared/purchase-codes.ts";
import type { Chance } from "../../platform/chance.ts";

/** S33: July 2023 to June 2024. */
export const months = [202307, 202308, 202309, 202310, 202311, 202312, 202401, 202402, 202403, 202404, 202405, 202406];

export interface Cell {
  readonly region: string;
  readonly sex: string;
  readonly age: number;
}

/** S34: 17 regions × 2 × 5, each a "user" of the source. */
export const cells: readonly Cell[] = regions.flatMap((region) =>
  sexes.flatMap((sex) => ageBands.map((age) => ({ region, sex, age }))),
);

/** How widely logarithms of rates spread; those of tastes and times at strength 1. */
const spread = { activity: 0.8, category: 0.9, age: 0.3, sex: 0.25, region: 0.15, cell: 0.3, season: 0.3, time: 0.25 };

/** Box and Muller, 1958. */
export function normalFrom(chance: Chance): number {
  const radius = Math.sqrt(-2 * Math.log(1 - chance.between(0, 1)));
  return radius * Math.cos(2 * Math.PI * chance.between(0, 1));
}

const normals = (chance: Chance, count: number, deviation: number) =>
  Array.from({ length: count }, () => deviation * normalFrom(chance));

/** What is planted: how often a cell buys of a category in a month, at a time of the week and day. */
export interface Truth {
  readonly prices: readonly number[];
  rate(cell: number, month: number, weekend: number, afternoon: number, category: number): number;
}

/**
 * Rates are products: how active a cell is, how frequent a category is, and, each to the power of `strength`, tastes of
 * age, sex, region and the cell itself, the season, the weekend and the afternoon. At strength 0 all have one taste.
 */
export function plantTruth(chance: Chance, strength: number): Truth {
  const perCategory = (deviation: number) => normals(chance, goodsCodes.length, deviation);
  const each = (count: number, deviation: number) => Array.from({ length: count }, () => perCategory(deviation));
  const activity = normals(chance, cells.length, spread.activity);
  const frequency = perCategory(spread.category);
  const prices = perCategory(0.9).map((deviation) => 12_000 * Math.exp(deviation));
  const byAge = new Map(ageBands.map((age) => [age as number, perCategory(spread.age)]));
  const bySex = new Map(sexes.map((sex) => [sex as string, perCategory(spread.sex)]));
  const byRegion = new Map(regions.map((region) => [region as string, perCategory(spread.region)]));
  const byCell = each(cells.length, spread.cell);
  const peak = Array.from(goodsCodes, () => chance.whole(0, months.length - 1));
  const swing = perCategory(spread.season);
  const byTime = each(4, spread.time);
  return {
    prices,
    rate(at, month, weekend, afternoon, category) {
      const cell = cells[at] as Cell;
      const season = (swing[category] ?? 0) * Math.cos((2 * Math.PI * (month - (peak[category] ?? 0))) / months.length);
      const tastes = [byAge.get(cell.age), bySex.get(cell.sex), byRegion.get(cell.region), byCell[at]];
      const planted = tastes.reduce((sum, taste) => sum + (taste?.[category] ?? 0), season);
      const time = byTime[2 * weekend + afternoon]?.[category] ?? 0;
      return Math.exp((activity[at] ?? 0) + (frequency[category] ?? 0) + strength * (planted + time));
    },
  };
}
