import { eachRow } from "../../platform/long-work.ts";
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

/** What is known of those who bought, by id. */
export interface Known {
  readonly profiles: Profiles;
  /** They are no people: what they bought stands before what people did. They train and neither count nor judge. */
  readonly prior: ReadonlySet<string>;
}

/** By code units, as ties are broken everywhere: the same on every machine and in every language. */
export const sortedIds = (ids: Iterable<string>) => [...new Set(ids)].sort((one, other) => (one < other ? -1 : 1));

const placesOf = (ids: readonly string[]) => new Map(ids.map((id, place) => [id, place]));

const emptyColumns = (rows: number) => ({
  person: new Int32Array(rows),
  category: new Int32Array(rows),
  week: new Int32Array(rows),
  times: new Float64Array(rows),
  amount: new Float64Array(rows),
});

export function toPurchases(rows: readonly PurchaseRow[]): Purchases {
  const [people, categories] = [new Set<string>(), new Set<string>()];
  eachRow(rows.length, (at) => {
    const { person, category } = rows[at] as PurchaseRow;
    people.add(person);
    categories.add(category);
  });
  const found = { people: sortedIds(people), categories: sortedIds(categories), ...emptyColumns(rows.length) };
  const [personAt, categoryAt] = [placesOf(found.people), placesOf(found.categories)];
  eachRow(rows.length, (at) => {
    const { person, category, week, times, amount } = rows[at] as PurchaseRow;
    found.person[at] = personAt.get(person) ?? 0;
    found.category[at] = categoryAt.get(category) ?? 0;
    found.week[at] = week;
    found.times[at] = times;
    found.amount[at] = amount;
  });
  return found;
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

/** Those ids that a row is left of, in their order, and where each place of before is among them. */
function leftOf(ids: readonly string[], rows: readonly number[], column: Int32Array) {
  const isLeft = new Uint8Array(ids.length);
  eachRow(rows.length, (at) => {
    isLeft[column[rows[at] ?? 0] ?? 0] = 1;
  });
  const places = new Int32Array(ids.length);
  const left: string[] = [];
  eachRow(ids.length, (at) => {
    if (isLeft[at] === 1) places[at] = left.push(ids[at] ?? "") - 1;
  });
  return { left, places };
}

/** The rows for which this holds; people and categories that are left without a row are left out too. */
export function purchasesWhere(purchases: Purchases, holds: (row: number) => boolean): Purchases {
  const rows: number[] = [];
  eachRow(purchases.week.length, (row) => {
    if (holds(row)) rows.push(row);
  });
  const people = leftOf(purchases.people, rows, purchases.person);
  const categories = leftOf(purchases.categories, rows, purchases.category);
  const found = { people: people.left, categories: categories.left, ...emptyColumns(rows.length) };
  eachRow(rows.length, (at) => {
    const row = rows[at] ?? 0;
    found.person[at] = people.places[purchases.person[row] ?? 0] ?? 0;
    found.category[at] = categories.places[purchases.category[row] ?? 0] ?? 0;
    found.week[at] = purchases.week[row] ?? 0;
    found.times[at] = purchases.times[row] ?? 0;
    found.amount[at] = purchases.amount[row] ?? 0;
  });
  return found;
}

export const withinWeeks = (purchases: Purchases, { first, last }: Weeks) =>
  purchasesWhere(purchases, (row) => {
    const week = purchases.week[row] ?? 0;
    return week >= first && week <= last;
  });
