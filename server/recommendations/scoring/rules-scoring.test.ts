import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { categories } from "../../../shared/store-codes.ts";
import type { StoreCard } from "../../../shared/stores.ts";
import { candidateOf } from "./rules-candidates.ts";
import {
  type Candidate,
  isEligible,
  type Occasion,
  placeOfCategory,
  reasonOf,
  type Taste,
  tastesOf,
  termNames,
  termsOf,
  type Visitor,
} from "./rules-scoring.ts";
import { alikeTo, recommend, selectFrom } from "./rules-variety.ts";

const shares = fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 8, maxLength: 8 }).map((given) => {
  const sum = given.reduce((all, each) => all + each, 0);
  return given.map((each) => each / sum);
});
const degree = (middle: number) => fc.option(fc.double({ min: middle - 1, max: middle + 1, noNaN: true }));
const candidate: fc.Arbitrary<Candidate> = fc.record({
  id: fc.uuid(),
  category: fc.constantFrom(...categories),
  district: fc.constantFrom("성수", "홍대", "해운대"),
  latitude: degree(37),
  longitude: degree(127),
  daysOld: fc.integer({ min: 0, max: 60 }),
  daysLeft: fc.integer({ min: -3, max: 60 }),
  seatsLeft: fc.integer({ min: 0, max: 50 }),
  capacity: fc.constant(50),
  joins: fc.integer({ min: 0, max: 5_000 }),
});
const severalOf = (minLength: number, maxLength: number) =>
  fc.uniqueArray(candidate, { minLength, maxLength, selector: ({ id }) => id });
const visitor: fc.Arbitrary<Visitor> = fc.record({
  own: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 8, maxLength: 8 }),
  segment: shares,
  everybody: shares,
  others: fc.array(fc.double({ min: -4, max: 4, noNaN: true }), { minLength: 8, maxLength: 8 }),
  kappa: fc.constantFrom(1, 10, 640, 1_310_720),
  latitude: degree(37),
  longitude: degree(127),
});

const occasionOf = (who: Visitor, candidates: readonly Candidate[]): Occasion => ({
  visitor: who,
  mostJoins: Math.max(0, ...candidates.filter(isEligible).map(({ joins }) => joins)),
  luck: ({ id }) => Number.parseInt(id.slice(0, 4), 16) / 0xffff,
});

/** The score again, from what docs/recommendations.md says of it. */
function recomputed(who: Visitor, store: Candidate, { mostJoins, luck }: Occasion): number {
  const at = categories.indexOf(store.category);
  const deeds = Array.from(who.own).reduce((sum, each) => sum + each, 0);
  const liked = (who.segment[at] ?? 0) - 1 / 8;
  const taste = ((who.own[at] ?? 0) + who.kappa * liked + (who.others[at] ?? 0)) / (deeds + who.kappa);
  const known = who.latitude !== null && who.longitude !== null && store.latitude !== null && store.longitude !== null;
  const [north, east] = [(store.latitude ?? 0) - (who.latitude ?? 0), (store.longitude ?? 0) - (who.longitude ?? 0)];
  const km = 111.2 * Math.sqrt(north ** 2 + (east * Math.cos(((who.latitude ?? 0) * Math.PI) / 180)) ** 2);
  return (
    taste +
    (known ? 0.25 * Math.exp(-km / 10) : 0) +
    0.1 * Math.exp(-store.daysOld / 7) +
    (store.daysLeft < 7 ? 0.1 * (1 - store.daysLeft / 7) : 0) +
    0.05 * (store.seatsLeft / 50) +
    (mostJoins === 0 ? 0 : (0.2 * Math.log1p(store.joins)) / Math.log1p(mostJoins)) +
    0.03 * luck(store)
  );
}

/** Maximal marginal relevance as the page says it: each time of all that are left. */
function chosenOneByOne(who: Visitor, candidates: readonly Candidate[], occasion: Occasion): Candidate[] {
  const chosen: Candidate[] = [];
  const left = new Set(candidates.filter(isEligible));
  const worthOf = (store: Candidate) => {
    const alike = chosen.map((other) => {
      return (store.category === other.category ? 0.7 : 0) + (store.district === other.district ? 0.3 : 0);
    });
    return recomputed(who, store, occasion) - 0.15 * Math.max(0, ...alike);
  };
  while (chosen.length < 12 && left.size > 0) {
    const [best] = [...left].sort((one, other) => worthOf(other) - worthOf(one)) as [Candidate];
    left.delete(best);
    chosen.push(best);
    const isOfBest = ({ category }: Candidate) => category === best.category;
    if (chosen.filter(isOfBest).length === 3) for (const one of left) if (isOfBest(one)) left.delete(one);
  }
  return chosen;
}

describe("a recommendation's score", () => {
  const worlds = fc.tuple(visitor, severalOf(1, 60));

  test("is what the page about it says, and the sum of its terms; its reason is the largest real one", () => {
    fc.assert(
      fc.property(worlds, ([who, candidates]) => {
        const occasion = occasionOf(who, candidates);
        for (const { id, score, terms, reason } of recommend(selectFrom(candidates), occasion, 12)) {
          const store = candidates.find((each) => each.id === id) as Candidate;
          expect(score).toBeCloseTo(recomputed(who, store, occasion), 10);
          expect(score).toBeCloseTo(
            Object.values(terms).reduce((sum, each) => sum + each, 0),
            10,
          );
          expect(terms[reason]).toBeGreaterThan(0);
          for (const name of termNames)
            if (name !== "exploration") expect(terms[reason]).toBeGreaterThanOrEqual(terms[name]);
        }
      }),
    );
  });

  test("P8: what is left out early would not be shown: the list is that of all candidates, one by one", () => {
    const many = fc.tuple(visitor, severalOf(80, 160));
    fc.assert(
      fc.property(many, ([who, candidates]) => {
        const occasion = occasionOf(who, candidates);
        const selection = selectFrom(candidates);
        const shown = namesOf(recommend(selection, occasion, 12));
        expect(shown).toEqual(namesOf(chosenOneByOne(who, candidates, occasion)));
        // And what was reckoned for one is forgotten for the next.
        expect(namesOf(recommend(selection, occasion, 12))).toEqual(shown);
      }),
      { numRuns: 60 },
    );
  });

  test("full stores and those that are over are shown to nobody, and of a category three at most", () => {
    fc.assert(
      fc.property(worlds, ([who, candidates]) => {
        const shown = recommend(selectFrom(candidates), occasionOf(who, candidates), 12);
        const stores = shown.map(({ id }) => candidates.find((each) => each.id === id) as Candidate);
        for (const { seatsLeft, daysLeft } of stores) expect(seatsLeft > 0 && daysLeft > 0).toBe(true);
        for (const category of categories) {
          expect(stores.filter((store) => store.category === category).length).toBeLessThanOrEqual(3);
        }
        const possible = categories.map((category) =>
          Math.min(
            3,
            candidates.filter((store) => store.category === category && store.seatsLeft > 0 && store.daysLeft > 0)
              .length,
          ),
        );
        expect(shown.length).toBe(
          Math.min(
            12,
            possible.reduce((sum, each) => sum + each, 0),
          ),
        );
      }),
    );
  });
});

const store = (id: string, change: Partial<Candidate> = {}): Candidate => ({
  ...{ id, category: "food", district: "성수", latitude: 37.54, longitude: 127.05, daysOld: 30, daysLeft: 30 },
  ...{ seatsLeft: 10, capacity: 100, joins: 0 },
  ...change,
});
const even = categories.map(() => 1 / 8);
const none = even.map(() => 0);
const nowhere = { latitude: null, longitude: null };
const somebody: Visitor = { own: none, segment: even, everybody: even, others: none, kappa: 10, ...nowhere };
const likes = (category: string) => categories.map((each) => (each === category ? 0.65 : 0.05));
const namesOf = (shown: readonly { readonly id: string }[]) => shown.map(({ id }) => id);
const show = (who: Visitor, candidates: readonly Candidate[]) =>
  recommend(selectFrom(candidates), { visitor: who, luck: () => 0 }, 12);

test("S38: a new person is shown what their segment likes, and is told so; another segment something else", () => {
  const stores = categories.map((category) => store(category, { category }));
  const [first] = show({ ...somebody, segment: likes("beauty") }, stores);
  expect(first).toMatchObject({ id: "beauty", reason: "segment" });
  expect(show({ ...somebody, segment: likes("tech") }, stores)[0]).toMatchObject({ id: "tech", reason: "segment" });
});

test("own deeds outweigh the segment once there are some, and are the reason then", () => {
  const stores = ["beauty", "book"].map((category) => store(category, { category: category as "book" }));
  const own = (deeds: number) => categories.map((each) => (each === "book" ? deeds : 0));
  const segment = likes("beauty");
  expect(namesOf(show({ ...somebody, segment, own: own(2) }, stores))).toEqual(["beauty", "book"]);
  expect(show({ ...somebody, segment, own: own(20) }, stores)[0]).toMatchObject({ id: "book", reason: "own" });
});

test("S38: where nothing was learned no category is liked by many, and only who was joined of late is popular", () => {
  const stores = categories.map((category, at) => store(category, { category, joins: at === 2 ? 5 : 0 }));
  const list = show(somebody, stores);
  for (const { terms } of list) expect([terms.everybody, terms.segment, terms.others]).toEqual([0, 0, 0]);
  expect(list.filter(({ reason }) => reason === "popular").map(({ id }) => id)).toEqual([categories[2]]);
  const liked = { ...somebody, segment: likes("tech"), everybody: likes("tech") };
  expect(show(liked, stores)[0]).toMatchObject({ id: "tech", reason: "everybody" });
});

test("each reason is given where it is true", () => {
  const here = { ...somebody, latitude: 37.54, longitude: 127.05 };
  function reason(who: Visitor, change: Partial<Candidate> = {}) {
    const one = store("a", change);
    const taste = tastesOf(who)[placeOfCategory(one.category)] as Taste;
    return reasonOf(termsOf(one, { visitor: who, mostJoins: 100, luck: () => 1 }, taste));
  }
  expect(reason(here)).toBe("near");
  expect(reason(somebody, { daysLeft: 1 })).toBe("endsSoon");
  expect(reason(somebody, { daysOld: 0 })).toBe("fresh");
  expect(reason(somebody, { seatsLeft: 100 })).toBe("free");
  expect(reason(somebody, { joins: 100 })).toBe("popular");
  expect(reason({ ...somebody, own: likes("food") })).toBe("own");
  expect(reason({ ...somebody, others: likes("food") })).toBe("others");
  expect(reason({ ...somebody, segment: likes("food"), everybody: likes("food") })).toBe("everybody");
  // What is liked less than others, and luck, are no reasons, however little else there is.
  const little = { daysOld: 99_999, seatsLeft: 1, capacity: 1_000_000_000 };
  const least = likes("book").map((share) => share - 0.1);
  expect(reason({ ...somebody, segment: likes("book"), everybody: likes("tech"), others: least }, little)).toBe("free");
});

test("of stores that are alike the next is one that differs, if it is nearly as good", () => {
  const stores = [store("a", { joins: 100 }), store("b", { joins: 99 }), store("c", { category: "book", joins: 80 })];
  expect(namesOf(show(somebody, stores))).toEqual(["a", "c", "b"]);
});

test("like a store are first those of its category and district, full ones and strangers not at all", () => {
  const of = (id: string, category: string, district: string, change: Partial<Candidate> = {}) =>
    store(id, { category: category as "book", district, ...change });
  const one = of("one", "book", "성수");
  const others = [
    of("neighbour", "food", "성수"),
    of("kindred", "book", "홍대"),
    of("stranger", "food", "홍대"),
    of("twin", "book", "성수"),
    of("full", "book", "성수", { seatsLeft: 0 }),
    of("popular", "food", "성수", { joins: 100 }),
  ];
  expect(namesOf(alikeTo(selectFrom([one, ...others]), one, 6))).toEqual(["twin", "kindred", "popular", "neighbour"]);
  expect(alikeTo(selectFrom([one, ...others]), one, 1)).toHaveLength(1);
});

test("who joined of late is who has a seat that is to come, and who waits; its age counts from its opening", () => {
  const card = {
    ...{ id: "1", category: "food", district: "성수", latitude: null, longitude: null, state: "open" },
    ...{ capacity: 10, seatsLeft: 4, waiting: 3, opensAt: "2030-01-01T00:00:00Z", closesAt: "2030-01-11T00:00:00Z" },
  } as StoreCard;
  const now = Date.parse("2030-01-04T00:00:00Z");
  expect(candidateOf(card, now)).toMatchObject({ joins: 9, seatsLeft: 4, daysOld: 3, daysLeft: 7 });
  expect(candidateOf({ ...card, state: "sold-out" }, now)).toMatchObject({ seatsLeft: 0 });
});
