import type { PurchaseRow } from "../rules.ts";

/** Purchases as columns, one place per row: what people are and what was bought are places in sorted lists of ids. */
export interface Purchases {
  readonly people: readonly string[];
  readonly categories: readonly string[];
  readonly person: Int32Array;
  readonly category: Int32Array;
  /** A week of the year, or a month where that is all that is known. */
  readonly week: Int32Array;
  /** How many purchases the row stands for. */
  readonly times: Float64Array;
  readonly amount: Float64Array;
}

/** What is known of people beside their purchases, coarsest first: age, then gender, then region. */
export type Profiles = ReadonlyMap<string, readonly string[]>;

/** By code units, as ties are broken everywhere: the same on every machine and in every language. */
export const sortedIds = (ids: Iterable<string>) => [...new Set(ids)].sort((one, other) => (one < other ? -1 : 1));

const placesOf = (ids: readonly string[]) => new Map(ids.map((id, place) => [id, place]));

export function toPurchases(rows: readonly PurchaseRow[]): Purchases {
  const people = sortedIds(rows.map(({ person }) => person));
  const categories = sortedIds(rows.map(({ category }) => category));
  const [personAt, categoryAt] = [placesOf(people), placesOf(categories)];
  return {
    people,
    categories,
    person: Int32Array.from(rows, ({ person }) => personAt.get(person) ?? 0),
    category: Int32Array.from(rows, ({ category }) => categoryAt.get(category) ?? 0),
    week: Int32Array.from(rows, ({ week }) => week),
    times: Float64Array.from(rows, ({ times }) => times),
    amount: Float64Array.from(rows, ({ amount }) => amount),
  };
}

export interface Weeks {
  readonly first: number;
  readonly last: number;
}

/** Their first and last week; of no purchases, weeks that no row is in. */
export function weeksOf({ week }: Purchases): Weeks {
  return week.reduce(({ first, last }, each) => ({ first: Math.min(first, each), last: Math.max(last, each) }), {
    first: Number.POSITIVE_INFINITY,
    last: Number.NEGATIVE_INFINITY,
  });
}

/** The rows for which this holds; people and categories that are left without a row are left out too. */
export function purchasesWhere(purchases: Purchases, holds: (row: number) => boolean): Purchases {
  const { people, categories } = purchases;
  const rows: PurchaseRow[] = [];
  for (let at = 0; at < purchases.week.length; at += 1) {
    if (!holds(at)) continue;
    rows.push({
      person: people[purchases.person[at] ?? 0] ?? "",
      category: categories[purchases.category[at] ?? 0] ?? "",
      week: purchases.week[at] ?? 0,
      times: purchases.times[at] ?? 0,
      amount: purchases.amount[at] ?? 0,
    });
  }
  return toPurchases(rows);
}

export const withinWeeks = (purchases: Purchases, { first, last }: Weeks) =>
  purchasesWhere(purchases, (row) => {
    const week = purchases.week[row] ?? 0;
    return week >= first && week <= last;
  });
