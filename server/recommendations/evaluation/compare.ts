import { mapSteps } from "../../platform/long-work.ts";
import type { ModelName, Scorer } from "../models/model.ts";
import type { Difference } from "../rules.ts";
import { intervalsOf } from "./bootstrap.ts";
import type { Case } from "./relevance.ts";
import { type Figures, figuresOf, meanOf, topOf } from "./rules-metrics.ts";

/** Who makes a list: a model, one that knows what was planted, or one that knows what will be bought. */
export type ListMaker = ModelName | "oracle" | "ceiling";

export interface Entrant {
  readonly name: ListMaker;
  readonly score: Scorer;
}

export interface Standing {
  readonly name: ListMaker;
  readonly figures: Figures;
  /** The share of all categories that are in anybody's list. */
  readonly coverage: number;
  readonly precision3ToPopularity: Difference;
  readonly ndcg10ToPopularity: Difference;
}

export interface Comparison {
  readonly people: number;
  readonly standings: readonly Standing[];
}

export interface Listed {
  readonly person: string;
  readonly name: ListMaker;
  readonly list: readonly number[];
}

/** What may be in somebody's list. */
type Eligible = (one: Case) => (category: number) => boolean;

interface Round {
  readonly name: ListMaker;
  readonly figures: readonly Figures[];
  readonly lists: readonly (readonly number[])[];
}

/** Cases without what they had bought before: neither listed nor relevant. */
function newOnly(cases: readonly Case[]): Case[] {
  return cases.flatMap(({ taste, relevant }) => {
    const fresh = new Set([...relevant].filter((category) => !taste.times[category]));
    return fresh.size === 0 ? [] : [{ taste, relevant: fresh }];
  });
}

/** The best list there is: where somebody has fewer relevant categories than places, even this one misses. */
function ceilingOf(cases: readonly Case[], mayBe: Eligible): Round {
  const lists = mapSteps(cases, (each) => [...each.relevant].filter((category) => mayBe(each)(category)).slice(0, 10));
  const figures = mapSteps(cases, ({ relevant }, at) => figuresOf(lists[at] ?? [], relevant));
  return { name: "ceiling", figures, lists };
}

function standingsOf(rounds: readonly Round[], categories: number, seed: number): Standing[] {
  const popularity = rounds.find(({ name }) => name === "popularity");
  const difference = (round: Round, figure: "precision3" | "ndcg10") =>
    Float64Array.from(round.figures, (each, at) => each[figure] - (popularity?.figures[at]?.[figure] ?? 0));
  const intervals = intervalsOf(
    rounds.flatMap((round) => [difference(round, "precision3"), difference(round, "ndcg10")]),
    seed,
  );
  return rounds.map(({ name, figures, lists }, at) => ({
    name,
    figures: meanOf(figures),
    coverage: new Set(lists.flat()).size / categories,
    precision3ToPopularity: intervals[2 * at] as Difference,
    ndcg10ToPopularity: intervals[2 * at + 1] as Difference,
  }));
}

interface Field {
  readonly cases: readonly Case[];
  readonly entrants: readonly Entrant[];
  readonly categories: number;
  readonly seed: number;
}

function compare({ cases, entrants, categories, seed }: Field, mayBe: Eligible) {
  const rounds = entrants.map(({ name, score }): Round => {
    const lists = mapSteps(cases, (each) => topOf(score(each.taste), mayBe(each)));
    return { name, lists, figures: mapSteps(cases, ({ relevant }, at) => figuresOf(lists[at] ?? [], relevant)) };
  });
  const all = [...rounds, ceilingOf(cases, mayBe)];
  const listed = rounds.flatMap(({ name, lists }) =>
    lists.map((list, at): Listed => ({ person: cases[at]?.taste.id ?? "", name, list })),
  );
  return { comparison: { people: cases.length, standings: standingsOf(all, categories, seed) }, listed };
}

/** All entrants on the same people: repeats allowed and, apart, only what each person had not bought before. */
export function compareEntrants(field: Field): { repeats: Comparison; fresh: Comparison | null; listed: Listed[] } {
  const { categories } = field;
  const { comparison: repeats, listed } = compare(field, () => () => true);
  const cases = newOnly(field.cases);
  const isNew =
    ({ taste }: Case) =>
    (category: number) =>
      category < categories && !taste.times[category];
  return { repeats, fresh: cases.length === 0 ? null : compare({ ...field, cases }, isNew).comparison, listed };
}
