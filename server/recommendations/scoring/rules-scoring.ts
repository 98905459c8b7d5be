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
  /** Since its reservations opened. */
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
  /** w · EASE: what others who did the same also do; below 0 where they do it less. */
  readonly others: Shares;
  /** κ: what `segment` is worth beside own deeds. */
  readonly kappa: number;
  readonly latitude: number | null;
  readonly longitude: number | null;
}

/** How much each term may add; a taste is a share of 1. */
const weights = { near: 0.25, fresh: 0.1, endsSoon: 0.1, free: 0.05, popular: 0.2, exploration: 0.03 };
const days = { fresh: 7, endsSoon: 7 };
const nearKm = 10;

/** What a score is the sum of, in the order in which equal ones are told. */
export const termNames = [
  ...(["own", "segment", "others", "everybody"] as const),
  ...(["near", "endsSoon", "fresh", "free", "popular", "exploration"] as const),
] as const;
export type TermName = (typeof termNames)[number];
export type ScoreTerms = Readonly<Record<TermName, number>>;

const kmPerDegree = 111.2;

/** How near each is to somebody, weighed. Flat, which is right to a percent over a city. */
export function nearTo({ latitude: north, longitude: east }: Visitor): (candidate: Candidate) => number {
  if (north === null || east === null) return () => 0;
  const shrinks = Math.cos((north * Math.PI) / 180);
  return ({ latitude, longitude }) => {
    if (latitude === null || longitude === null) return 0;
    const up = north - latitude;
    const aside = (east - longitude) * shrinks;
    return weights.near * Math.exp((-kmPerDegree * Math.sqrt(up * up + aside * aside)) / nearKm);
  };
}

/** Full stores and those that are over are shown to nobody. */
export const isEligible = ({ seatsLeft, daysLeft }: Candidate) => seatsLeft > 0 && daysLeft > 0;

export interface Occasion {
  readonly visitor: Visitor;
  /** The most that anybody joined any of the candidates. */
  readonly mostJoins: number;
  /** From 0 to 1 by candidate, the same each time: a little of what nobody knows yet. */
  readonly luck: (candidate: Candidate) => number;
}

const placeOf = new Map<StoreCategory, number>(categories.map((category, place) => [category, place]));
export const placeOfCategory = (category: StoreCategory) => placeOf.get(category) ?? 0;

/** What a store has whoever looks. */
export function standingOf(candidate: Candidate, mostJoins: number) {
  const joined = mostJoins === 0 ? 0 : Math.log1p(candidate.joins) / Math.log1p(mostJoins);
  return {
    endsSoon: weights.endsSoon * Math.max(0, 1 - candidate.daysLeft / days.endsSoon),
    fresh: weights.fresh * Math.exp(-Math.max(0, candidate.daysOld) / days.fresh),
    free: weights.free * Math.min(1, candidate.seatsLeft / Math.max(1, candidate.capacity)),
    popular: weights.popular * joined,
  };
}

/** How much of a category's taste is what, together all of it but for what is the same of each category. */
export type Taste = Readonly<Record<"own" | "segment" | "others" | "everybody", number>>;

/**
 * The taste for a category is (own + κ · segment + w · EASE) ÷ (all own + κ), the measured score (models/shipped.ts)
 * but for a factor, told in parts: own deeds; what the segment likes more or less than everybody; what others do who
 * did the same; and what everybody likes more or less than if all categories were alike, an eighth, which says nothing
 * of any of them.
 */
export function tastesOf({ own, segment, everybody, others, kappa }: Visitor): readonly Taste[] {
  let all = kappa;
  for (let at = 0; at < own.length; at += 1) all += own[at] ?? 0;
  return categories.map((_, place) => {
    const liked = everybody[place] ?? 0;
    return {
      own: (own[place] ?? 0) / all,
      segment: (kappa * ((segment[place] ?? 0) - liked)) / all,
      others: (others[place] ?? 0) / all,
      everybody: (kappa * (liked - 1 / categories.length)) / all,
    };
  });
}

export const luckTerm = ({ luck }: Occasion, candidate: Candidate) => weights.exploration * luck(candidate);

/** All that a store's score is the sum of; `taste` is that for its category. */
export const termsOf = (candidate: Candidate, occasion: Occasion, taste: Taste): ScoreTerms => ({
  ...taste,
  near: nearTo(occasion.visitor)(candidate),
  ...standingOf(candidate, occasion.mostJoins),
  exploration: luckTerm(occasion, candidate),
});

/**
 * Why it is shown: the largest of the terms that say something of the store or the person. One that is 0 or less is no
 * reason; whatever may be shown has a seat free, which is more.
 */
export function reasonOf(terms: ScoreTerms): Exclude<TermName, "exploration"> {
  let reason: Exclude<TermName, "exploration"> = "free";
  for (const name of termNames) if (name !== "exploration" && terms[name] > terms[reason]) reason = name;
  return reason;
}
