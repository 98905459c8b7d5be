import { goodsCodes } from "../../../shared/purchase-codes.ts";
import { type Chance, createChance } from "../../platform/chance.ts";
import { cellOf } from "../rules.ts";
import { type Cell, cells, months, normalFrom, plantTruth, type Truth } from "./truth.ts";

/** S33. */
export const purchaseRows = 118_176;
export const purchaseColumns = [
  ...["yyyymm", "sex", "age", "cst_addr_no", "weekend", "aftern"],
  ...["lclss", "sale_qty", "sale_amt", "sale_cnt"],
] as const;

export type PurchaseLine = Readonly<Record<(typeof purchaseColumns)[number], string | number>>;

/** What only an oracle is told: how many purchases were to be expected, by cell, then month, then category. */
export interface HiddenTruth {
  readonly seed: number;
  readonly strength: number;
  readonly months: readonly number[];
  readonly categories: readonly string[];
  readonly expected: Readonly<Record<string, readonly (readonly number[])[]>>;
}

interface Place {
  readonly cell: number;
  readonly month: number;
  readonly weekend: number;
  readonly afternoon: number;
  readonly category: number;
  readonly rate: number;
  /** When its first purchase came, if all purchases came by their rates from moment 0 on. */
  readonly first: number;
}

const times = [0, 1].flatMap((weekend) => [0, 1].map((afternoon) => ({ weekend, afternoon })));

function placesOf(truth: Truth, chance: Chance): Place[] {
  return cells.flatMap((_, cell) =>
    months.flatMap((_, month) =>
      times.flatMap(({ weekend, afternoon }) =>
        goodsCodes.map((_, category) => {
          const rate = truth.rate(cell, month, weekend, afternoon, category);
          const first = -Math.log(1 - chance.between(0, 1)) / rate;
          return { cell, month, weekend, afternoon, category, rate, first };
        }),
      ),
    ),
  );
}

/** Knuth's product of draws for small means, the normal distribution beyond. */
function poisson(chance: Chance, mean: number): number {
  if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normalFrom(chance)));
  const bound = Math.exp(-mean);
  let count = 0;
  for (let product = chance.between(0, 1); product > bound; product *= chance.between(0, 1)) count += 1;
  return count;
}

function lineOf(place: Place, until: number, truth: Truth, chance: Chance): PurchaseLine {
  const { region, sex, age } = cells[place.cell] as Cell;
  const count = 1 + poisson(chance, place.rate * (until - place.first));
  const paid = count * (truth.prices[place.category] ?? 0) * Math.exp(0.3 * normalFrom(chance));
  return {
    yyyymm: months[place.month] ?? 0,
    sex,
    age,
    cst_addr_no: region,
    weekend: place.weekend,
    aftern: place.afternoon,
    lclss: goodsCodes[place.category] ?? "",
    sale_qty: count + poisson(chance, 0.4 * count),
    sale_amt: Math.max(100, 100 * Math.round(paid / 100)),
    sale_cnt: count,
  };
}

function expectedBy(places: readonly Place[], until: number): HiddenTruth["expected"] {
  const expected = cells.map(() => months.map(() => goodsCodes.map(() => 0)));
  for (const { cell, month, category, rate } of places) {
    const row = expected[cell]?.[month] as number[];
    row[category] = (row[category] ?? 0) + rate * until;
  }
  return Object.fromEntries(cells.map((cell, at) => [cellOf(cell), expected[at] ?? []]));
}

/**
 * Purchases of the source's shape, the same for the same seed and strength. Of the 204,000 places that a row may have
 * (cell, month, time, category), each gets its purchases at its rate, all from one moment on until the very moment at
 * which 118,176 places have one: a Poisson process, of which the truth is known.
 */
export function generatePurchases(seed: number, strength: number): { lines: PurchaseLine[]; truth: HiddenTruth } {
  const chance = createChance(seed);
  const planted = plantTruth(chance, strength);
  const places = placesOf(planted, chance);
  const moments = Float64Array.from(places, ({ first }) => first).sort();
  const until = moments[purchaseRows - 1] ?? 0;
  const lines = places.filter(({ first }) => first <= until).map((place) => lineOf(place, until, planted, chance));
  const truth = { seed, strength, months, categories: goodsCodes, expected: expectedBy(places, until) };
  return { lines, truth };
}
