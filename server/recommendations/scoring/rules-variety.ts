import {
  type Candidate,
  isEligible,
  type Occasion,
  reasonOf,
  type ScoreTerms,
  scoreOf,
  termsOf,
} from "./rules-scoring.ts";

export interface Recommended {
  readonly id: string;
  readonly score: number;
  readonly terms: ScoreTerms;
  readonly reason: ReturnType<typeof reasonOf>;
}

/** How much likeness to what is above costs; a list of equals is no list. */
const variety = 0.15;
const mostPerCategory = 3;
const likeness = { category: 0.7, district: 0.3 };

const likenessOf = (one: Candidate, other: Candidate) =>
  (one.category === other.category ? likeness.category : 0) + (one.district === other.district ? likeness.district : 0);

/**
 * Maximal marginal relevance (Carbonell and Goldstein, 1998): each next one is the best after what it has in common
 * with those above it, at most three of a category; equal ones in the order in which they are given. Eligibility comes
 * first.
 */
export function recommend(candidates: readonly Candidate[], occasion: Occasion, count: number): Recommended[] {
  const eligible = candidates.filter(isEligible);
  const terms = eligible.map((candidate) => termsOf(candidate, occasion));
  const scores = Float64Array.from(terms, scoreOf);
  const alike = new Float64Array(eligible.length);
  const perCategory = new Map<string, number>();
  const chosen: Recommended[] = [];
  while (chosen.length < count) {
    let best = -1;
    let most = Number.NEGATIVE_INFINITY;
    for (let at = 0; at < eligible.length; at += 1) {
      const worth = (scores[at] ?? 0) - variety * (alike[at] ?? 0);
      if (worth > most) [best, most] = [at, worth];
    }
    const next = eligible[best];
    const why = terms[best];
    if (next === undefined || why === undefined) break;
    chosen.push({ id: next.id, score: scores[best] ?? 0, terms: why, reason: reasonOf(why) });
    const ofCategory = (perCategory.get(next.category) ?? 0) + 1;
    perCategory.set(next.category, ofCategory);
    for (const [at, other] of eligible.entries()) {
      alike[at] = Math.max(alike[at] ?? 0, likenessOf(next, other));
      if (ofCategory === mostPerCategory && other.category === next.category) scores[at] = Number.NEGATIVE_INFINITY;
    }
    scores[best] = Number.NEGATIVE_INFINITY;
  }
  return chosen;
}
