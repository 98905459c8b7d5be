import { fewestJudges } from "../../shared/fewest-judges.ts";

/** A mean difference to popularity, with the interval that holds 95 % of its resamples. */
export interface Difference {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** How a model measured on weeks it had not seen; differences are to popularity. */
export interface Measured {
  /** How many it was judged by: people, or cells of people. */
  readonly judges: number;
  readonly precision3: Difference;
  readonly ndcg10: Difference;
}

/** How far a mean may lie below popularity's and still be called equal. */
const tolerance = 0.005;

/**
 * The gate: a model that is worse than popularity does not go live. Worse is a mean that is clearly lower, or lower by
 * more than chance would make it, on either figure; what cannot be told is worse, too, and by few nothing can be told.
 */
export function mayGoLive({ judges, precision3, ndcg10 }: Measured, learnedFrom: keyof typeof fewestJudges): boolean {
  if (judges < fewestJudges[learnedFrom]) return false;
  return [precision3, ndcg10].every(({ mean, high }) => mean >= -tolerance && high >= 0);
}

/** One purchase, or as many as `times` says. */
export interface PurchaseRow {
  readonly person: string;
  readonly category: string;
  readonly week: number;
  readonly times: number;
  readonly amount: number;
}

/** S33: what a cell of people bought of a category in a month, at a time of the week and day. */
export interface CellPurchase {
  /** 202307. */
  readonly month: number;
  readonly sex: string;
  readonly age: number;
  readonly region: string;
  readonly isWeekend: boolean;
  readonly isAfternoon: boolean;
  readonly category: string;
  readonly quantity: number;
  readonly amount: number;
  readonly times: number;
}

/** What somebody did here of a category of stores in a week; `worth` is what it counted, `times` what it still does. */
export interface OwnDeed {
  /** A number that says nothing outside this fit's thread. */
  readonly person: string;
  readonly age: number | null;
  readonly sex: string | null;
  readonly region: string | null;
  readonly category: string;
  readonly week: number;
  readonly worth: number;
  readonly times: number;
}

/** So much must have been done here before it is learned from: with less, what was imported says more. */
const fewestOwn = { people: 100, rows: 1_000 };

/** Of the weeks that there are, the last sixth is what a model is judged by; null where there is one week only. */
export function splitWeeks(all: Iterable<number>) {
  const weeks = [...new Set(all)].sort((one, other) => one - other);
  const at = weeks.length - Math.max(1, Math.round(weeks.length / 6));
  const [first, before, from, last] = [weeks[0], weeks[at - 1], weeks[at], weeks.at(-1)];
  if (first === undefined || before === undefined || from === undefined || last === undefined) return null;
  return { first, before, from, last };
}

/** The first and the last week in which somebody did something. */
export type Span = readonly [first: number, last: number];

/** How many people a model can be judged by: whoever did something in the last sixth of the weeks and before. */
export function judgesAmong(spans: Iterable<Span>, weeks: Iterable<number>): number {
  const from = splitWeeks(weeks)?.from ?? Number.POSITIVE_INFINITY;
  return [...spans].filter(([first, last]) => first < from && last >= from).length;
}

export const isEnough = (people: number, rows: number) => people >= fewestOwn.people && rows >= fewestOwn.rows;

type Cell = Pick<CellPurchase, "sex" | "age" | "region">;

export const cellOf = ({ region, sex, age }: Cell) => `${region}-${sex}-${age}`;

/** Coarsest first, so that what is known of few people backs off to region + gender + age, gender + age, age, all. */
export const profileOf = ({ age, sex, region }: Cell): readonly string[] => [String(age), sex, region];

/** Only what is known, up to the first gap: whoever says no age is not in a segment of an age. */
export function knownProfileOf(told: { ageBand: number | null; sex: string | null; region: string | null }): string[] {
  const values = [told.ageBand === null ? null : String(told.ageBand), told.sex, told.region];
  const gap = values.indexOf(null);
  return values.slice(0, gap < 0 ? values.length : gap).filter((value) => value !== null);
}

/** S34: the cell is the person, its month the week. */
export const toRow = (purchase: CellPurchase): PurchaseRow => ({
  person: cellOf(purchase),
  category: purchase.category,
  week: purchase.month,
  times: purchase.times,
  amount: purchase.amount,
});

/** What validation chooses. */
export interface Parameters {
  /** m of the back-off: purchases that a coarser segment is worth beside a finer one's. */
  readonly smoothing: number;
  /** κ: purchases that what is expected of somebody's segment is worth beside their own. */
  readonly kappa: number;
  /** What EASE's guess is worth beside an own purchase. */
  readonly easeWeight: number;
  /** Segments of fewer people are not kept. */
  readonly fewest: number;
}

/** All that was learned, as it is stored: sums over segments and weights between categories, nothing of one person. */
export interface Learned {
  readonly categories: readonly string[];
  readonly parameters: Parameters;
  readonly segments: readonly { readonly key: string; readonly people: number; readonly times: readonly number[] }[];
  readonly weights: readonly number[];
}
