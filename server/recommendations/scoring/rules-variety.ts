import { categories } from "../../../shared/store-codes.ts";
import {
  type Candidate,
  isEligible,
  luckTerm,
  nearTo,
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
  /** Room to reckon in, for one person after the other; made anew for each it would have to be cleared away. */
  readonly room: { readonly scores: Float64Array; readonly alike: Float64Array; readonly places: Uint32Array };
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
    room: {
      scores: new Float64Array(stores.length),
      alike: new Float64Array(stores.length),
      places: new Uint32Array(stores.length),
    },
  };
}

type Tastes = readonly Taste[];

function scoreAll({ stores, standing, category, room }: Selection, occasion: Occasion, tastes: Tastes): void {
  const { scores } = room;
  const near = nearTo(occasion.visitor);
  const sums = tastes.map(({ own, segment, others, everybody }) => own + segment + others + everybody);
  for (let at = 0; at < scores.length; at += 1) {
    const store = stores[at] as Candidate;
    const ofPlace = (sums[category[at] ?? 0] ?? 0) + near(store);
    scores[at] = (standing[at] ?? 0) + ofPlace + luckTerm(occasion, store);
  }
}

/** How much likeness to what is above costs; a list of equals is no list. */
const variety = 0.15;
const mostPerCategory = 3;
const likeness = { category: 0.7, district: 0.3 };
const outOfQuestion = Number.NEGATIVE_INFINITY;

type Alike = Pick<Candidate, "id" | "category" | "district">;

/** The third best score of each category; of one with fewer stores none is too bad. */
function thirdBest({ category, room: { scores } }: Selection): Float64Array {
  const best = new Float64Array(categories.length * mostPerCategory).fill(outOfQuestion);
  for (let at = 0; at < scores.length; at += 1) {
    let score = scores[at] ?? 0;
    const first = (category[at] ?? 0) * mostPerCategory;
    for (let place = first; place < first + mostPerCategory; place += 1) {
      const before = best[place] ?? 0;
      if (score <= before) continue;
      best[place] = score;
      score = before;
    }
  }
  return Float64Array.from(categories, (_, place) => best[(place + 1) * mostPerCategory - 1] ?? 0);
}

/** What two of a category may differ by in what they have in common with those above, and what is lost in reckoning. */
const mostBetween = variety * likeness.district + 1e-9;

/**
 * The places of those that can be chosen at all, in their order, and how many these are. Until a category is full one
 * of its best three is there to be chosen, and others of it differ from that one by their districts alone.
 */
function placesOfLikely(selection: Selection): number {
  const { category, room } = selection;
  const third = thirdBest(selection);
  let count = 0;
  for (let at = 0; at < room.scores.length; at += 1) {
    if ((room.scores[at] ?? 0) < (third[category[at] ?? 0] ?? 0) - mostBetween) continue;
    room.places[count] = at;
    count += 1;
  }
  return count;
}

/** Of the first `count` places the one that is worth most, after what it has in common with what was chosen. */
function placeOfMost({ scores, alike, places }: Selection["room"], count: number): number {
  let best = -1;
  let most = outOfQuestion;
  for (let turn = 0; turn < count; turn += 1) {
    const at = places[turn] ?? 0;
    const worth = (scores[at] ?? 0) - variety * (alike[at] ?? 0);
    if (worth > most) {
      best = at;
      most = worth;
    }
  }
  return best;
}

/** What `chosen` costs those that are like it; with `isFull` no other of its category is chosen. */
function makeRoomFor(chosen: number, isFull: boolean, { category, district, room }: Selection, count: number): void {
  const { scores, alike, places } = room;
  const [ofChosen, inDistrict] = [category[chosen], district[chosen]];
  for (let turn = 0; turn < count; turn += 1) {
    const at = places[turn] ?? 0;
    const shared = category[at] === ofChosen ? likeness.category : 0;
    const like = district[at] === inDistrict ? shared + likeness.district : shared;
    if (like > (alike[at] ?? 0)) alike[at] = like;
    if (isFull && category[at] === ofChosen) scores[at] = outOfQuestion;
  }
  scores[chosen] = outOfQuestion;
}

/**
 * Maximal marginal relevance (Carbonell and Goldstein, 1998): each next one is the best after what it has in common
 * with those above it, at most three of a category; equal ones in the order in which they are given.
 */
export function recommend(selection: Selection, occasion: Omit<Occasion, "mostJoins">, count: number): Recommended[] {
  const { stores, category, mostJoins, room } = selection;
  const seen: Occasion = { ...occasion, mostJoins };
  const tastes = tastesOf(occasion.visitor);
  scoreAll(selection, seen, tastes);
  room.alike.fill(0);
  const likely = placesOfLikely(selection);
  const perCategory = new Uint32Array(categories.length);
  const chosen: Recommended[] = [];
  while (chosen.length < count) {
    const best = placeOfMost(room, likely);
    const next = stores[best];
    if (next === undefined) break;
    const ofNext = category[best] ?? 0;
    const terms = termsOf(next, seen, tastes[ofNext] as Taste);
    chosen.push({ id: next.id, score: room.scores[best] ?? 0, terms, reason: reasonOf(terms) });
    perCategory[ofNext] = (perCategory[ofNext] ?? 0) + 1;
    makeRoomFor(best, perCategory[ofNext] === mostPerCategory, selection, likely);
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
