import { categories } from "../../../shared/store-codes.ts";
import {
  type Candidate,
  isEligible,
  luckTerm,
  nearTerm,
  type Occasion,
  placeOfCategory,
  reasonOf,
  type ScoreTerms,
  standingOf,
  type Taste,
  tastesOf,
  termsOf,
} from "./rules-scoring.ts";

export interface Recommended {
  readonly id: string;
  readonly score: number;
  readonly terms: ScoreTerms;
  readonly reason: ReturnType<typeof reasonOf>;
}

/** Stores that may be shown, with what they have whoever looks: made once, read for everybody. */
export interface Selection {
  readonly stores: readonly Candidate[];
  readonly mostJoins: number;
  readonly standing: Float64Array;
  readonly category: Uint8Array;
  /** Districts by number. */
  readonly district: Uint32Array;
}

export function selectFrom(candidates: readonly Candidate[]): Selection {
  const stores = candidates.filter(isEligible);
  const mostJoins = stores.reduce((most, { joins }) => Math.max(most, joins), 0);
  const districts = new Map([...new Set(stores.map(({ district }) => district))].map((name, number) => [name, number]));
  return {
    stores,
    mostJoins,
    standing: Float64Array.from(stores, (store) => {
      const { endsSoon, fresh, free, popular } = standingOf(store, mostJoins);
      return endsSoon + fresh + free + popular;
    }),
    category: Uint8Array.from(stores, ({ category }) => placeOfCategory(category)),
    district: Uint32Array.from(stores, ({ district }) => districts.get(district) ?? 0),
  };
}

type Tastes = readonly Taste[];

function scoresOf({ stores, standing, category }: Selection, occasion: Occasion, tastes: Tastes): Float64Array {
  const { visitor } = occasion;
  const sums = tastes.map(({ own, segment, others, everybody }) => own + segment + others + everybody);
  const scores = new Float64Array(stores.length);
  for (let at = 0; at < scores.length; at += 1) {
    const store = stores[at] as Candidate;
    const ofPlace = (sums[category[at] ?? 0] ?? 0) + nearTerm(visitor, store);
    scores[at] = (standing[at] ?? 0) + ofPlace + luckTerm(occasion, store);
  }
  return scores;
}

/** How much likeness to what is above costs; a list of equals is no list. */
const variety = 0.15;
const mostPerCategory = 3;
const likeness = { category: 0.7, district: 0.3 };
const outOfQuestion = Number.NEGATIVE_INFINITY;

type Alike = Pick<Candidate, "id" | "category" | "district">;

function placeOfMost(scores: Float64Array, alike: Float64Array): number {
  let best = -1;
  let most = outOfQuestion;
  for (let at = 0; at < scores.length; at += 1) {
    const worth = (scores[at] ?? 0) - variety * (alike[at] ?? 0);
    if (worth > most) {
      best = at;
      most = worth;
    }
  }
  return best;
}

/**
 * Maximal marginal relevance (Carbonell and Goldstein, 1998): each next one is the best after what it has in common
 * with those above it, at most three of a category; equal ones in the order in which they are given.
 */
export function recommend(selection: Selection, occasion: Omit<Occasion, "mostJoins">, count: number): Recommended[] {
  const { stores, category, district, mostJoins } = selection;
  const seen: Occasion = { ...occasion, mostJoins };
  const tastes = tastesOf(occasion.visitor);
  const scores = scoresOf(selection, seen, tastes);
  const alike = new Float64Array(stores.length);
  const perCategory = new Uint32Array(categories.length);
  const chosen: Recommended[] = [];
  while (chosen.length < count) {
    const best = placeOfMost(scores, alike);
    const next = stores[best];
    if (next === undefined) break;
    const terms = termsOf(next, seen, tastes[category[best] ?? 0] as Taste);
    chosen.push({ id: next.id, score: scores[best] ?? 0, terms, reason: reasonOf(terms) });
    const [ofNext, inDistrict] = [category[best] ?? 0, district[best] ?? 0];
    perCategory[ofNext] = (perCategory[ofNext] ?? 0) + 1;
    const isFull = perCategory[ofNext] === mostPerCategory;
    for (let at = 0; at < scores.length; at += 1) {
      const shared = category[at] === ofNext ? likeness.category : 0;
      const like = district[at] === inDistrict ? shared + likeness.district : shared;
      if (like > (alike[at] ?? 0)) alike[at] = like;
      if (isFull && category[at] === ofNext) scores[at] = outOfQuestion;
    }
    scores[best] = outOfQuestion;
  }
  return chosen;
}

/**
 * Stores like one, without it: of its category and district first, then of its category, then of its district, and
 * among equals first what has more for it whoever looks. None that has nothing in common with it.
 */
export function alikeTo(selection: Selection, one: Alike, count: number): Candidate[] {
  const { stores, standing } = selection;
  const likenessOf = ({ category, district }: Candidate) =>
    (category === one.category ? likeness.category : 0) + (district === one.district ? likeness.district : 0);
  return stores
    .map((store, at) => ({ store, alike: likenessOf(store), standing: standing[at] ?? 0 }))
    .filter(({ store, alike }) => store.id !== one.id && alike > 0)
    .sort((first, second) => second.alike - first.alike || second.standing - first.standing)
    .slice(0, count)
    .map(({ store }) => store);
}
