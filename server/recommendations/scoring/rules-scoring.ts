import { categories } from "../../../shared/store-codes.ts";

export type StoreCategory = (typeof categories)[number];

/** Shares of the eight categories, in the order of `categories`. */
export type Shares = ArrayLike<number>;

/** A store that could be shown. Times in days from now, so that all are scored as of one moment. */
export interface Candidate {
  readonly id: string;
  readonly category: StoreCategory;
  readonly district: string;
  readonly latitude: number | null;
  readonly longitude: number | null;
  /** How long ago it was published. */
  readonly daysOld: number;
  /** Until it closes for good. */
  readonly daysLeft: number;
  readonly seatsLeft: number;
  readonly capacity: number;
  /** How many joined of late. */
  readonly joins: number;
}

/** Whom it is shown to. */
export interface Visitor {
  /** What they did themselves, by category, decayed; all 0 of whoever opted out. */
  readonly own: Shares;
  /** What is expected of their segment; of everybody, where nothing is known or allowed to be used. */
  readonly segment: Shares;
  readonly everybody: Shares;
  readonly latitude: number | null;
  readonly longitude: number | null;
}

/** κ: what the segment is worth beside own deeds, of which there are few here. */
const kappa = 10;
/** How much each term may add; a taste is a share of 1. */
const weights = { near: 0.25, fresh: 0.1, endsSoon: 0.1, free: 0.05, popular: 0.2, exploration: 0.03 };
const days = { fresh: 7, endsSoon: 7 };
const nearKm = 10;

/** What a score is the sum of, in the order in which equal ones are told. */
export const termNames = ["own", "segment", "near", "endsSoon", "fresh", "free", "popular", "exploration"] as const;
export type TermName = (typeof termNames)[number];
export type ScoreTerms = Readonly<Record<TermName, number>>;

const kmPerDegree = 111.2;

/** Flat, which is right to a percent over a city. */
function kmBetween(
  one: { latitude: number; longitude: number },
  other: { latitude: number; longitude: number },
): number {
  const north = one.latitude - other.latitude;
  const east = (one.longitude - other.longitude) * Math.cos((one.latitude * Math.PI) / 180);
  return kmPerDegree * Math.hypot(north, east);
}

function nearnessOf(visitor: Visitor, { latitude, longitude }: Candidate): number {
  if (visitor.latitude === null || visitor.longitude === null || latitude === null || longitude === null) return 0;
  const km = kmBetween({ latitude: visitor.latitude, longitude: visitor.longitude }, { latitude, longitude });
  return Math.exp(-km / nearKm);
}

/** Full stores and those that are over are shown to nobody. */
export const isEligible = ({ seatsLeft, daysLeft }: Candidate) => seatsLeft > 0 && daysLeft > 0;

export interface Occasion {
  readonly visitor: Visitor;
  /** The most that anybody joined any of the candidates. */
  readonly mostJoins: number;
  /** From 0 to 1 by candidate: a little of what nobody knows yet. */
  readonly luck: (candidate: Candidate) => number;
}

const placeOf = new Map<StoreCategory, number>(categories.map((category, place) => [category, place]));

/**
 * The taste for the category is (own + κ · segment) ÷ (all own + κ), told in three parts that add up to it: own deeds,
 * what everybody likes (part of `popular`), and what the segment likes more or less than everybody.
 */
export function termsOf(candidate: Candidate, { visitor, mostJoins, luck }: Occasion): ScoreTerms {
  const place = placeOf.get(candidate.category) ?? 0;
  let all = kappa;
  for (let at = 0; at < visitor.own.length; at += 1) all += visitor.own[at] ?? 0;
  const everybody = visitor.everybody[place] ?? 0;
  const joined = mostJoins === 0 ? 0 : Math.log1p(candidate.joins) / Math.log1p(mostJoins);
  return {
    own: (visitor.own[place] ?? 0) / all,
    segment: (kappa * ((visitor.segment[place] ?? 0) - everybody)) / all,
    near: weights.near * nearnessOf(visitor, candidate),
    endsSoon: weights.endsSoon * Math.max(0, 1 - candidate.daysLeft / days.endsSoon),
    fresh: weights.fresh * Math.exp(-Math.max(0, candidate.daysOld) / days.fresh),
    free: weights.free * Math.min(1, candidate.seatsLeft / Math.max(1, candidate.capacity)),
    popular: weights.popular * joined + (kappa * everybody) / all,
    exploration: weights.exploration * luck(candidate),
  };
}

export function scoreOf(terms: ScoreTerms): number {
  let sum = 0;
  for (const name of termNames) sum += terms[name];
  return sum;
}

/** Why it is shown: the largest of the terms that say something of the store or the person. */
export function reasonOf(terms: ScoreTerms): Exclude<TermName, "exploration"> {
  let reason: Exclude<TermName, "exploration"> = "popular";
  for (const name of termNames) if (name !== "exploration" && terms[name] > terms[reason]) reason = name;
  return reason;
}
