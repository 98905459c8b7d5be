import { eachRow } from "../../platform/long-work.ts";
import type { Known, Purchases } from "../purchases/purchases.ts";
import type { Taste, Training } from "./model.ts";

export const emptyTaste = (id: string, categories: number, profile: readonly string[] = []): Taste => ({
  id,
  profile,
  isPrior: false,
  times: new Float64Array(categories),
  amounts: new Float64Array(categories),
});

/** Sums purchases by person and category; purchases of other categories than these are left out. */
export function trainingOf(
  purchases: Purchases,
  { profiles, prior }: Known = { profiles: new Map(), prior: new Set() },
  categories: readonly string[] = purchases.categories,
): Training {
  const tastes = purchases.people.map((id) => {
    return { ...emptyTaste(id, categories.length, profiles.get(id)), isPrior: prior.has(id) };
  });
  const placeOf = new Map(categories.map((id, place) => [id, place]));
  const places = purchases.categories.map((id) => placeOf.get(id));
  eachRow(purchases.week.length, (row) => {
    const taste = tastes[purchases.person[row] ?? 0];
    const place = places[purchases.category[row] ?? 0];
    if (taste === undefined || place === undefined) return;
    taste.times[place] = (taste.times[place] ?? 0) + (purchases.times[row] ?? 0);
    taste.amounts[place] = (taste.amounts[place] ?? 0) + (purchases.amount[row] ?? 0);
  });
  return { categories, tastes };
}

/** How often all of them together bought of each category. */
export function totalsOf({ categories, tastes }: Training): Float64Array {
  const totals = new Float64Array(categories.length);
  for (const { times } of tastes) {
    for (let at = 0; at < totals.length; at += 1) totals[at] = (totals[at] ?? 0) + (times[at] ?? 0);
  }
  return totals;
}
