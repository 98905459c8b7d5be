import { fitShipped } from "../fitting/fit-shipped.ts";
import { otherModels } from "../models/other-models.ts";
import { scorerOf } from "../models/shipped.ts";
import { trainingOf } from "../models/training.ts";
import { type Weeks, weeksOf } from "../purchases/purchases.ts";
import type { Parameters } from "../rules.ts";
import { type ColdStart, evaluateColdStart } from "./cold-start.ts";
import { type Comparison, compareEntrants, type Entrant, type Listed } from "./compare.ts";
import type { Question } from "./question.ts";
import { casesOf, meaningOf, type Relevance } from "./relevance.ts";

interface Window extends Weeks {
  readonly rows: number;
  readonly people: number;
}

export interface Evaluation {
  readonly seed: number;
  readonly relevance: Relevance;
  readonly trained: Window;
  readonly tested: Window;
  readonly categories: number;
  readonly people: number;
  /** Of those who are evaluated, of whom the training has no purchase. */
  readonly unseenPeople: number;
  readonly parameters: Parameters;
  /** How long choosing the parameters and learning took. */
  readonly fitMs: number;
  readonly repeats: Comparison;
  readonly fresh: Comparison | null;
  readonly coldStart: ColdStart | null;
}

/** Fits all models on the earlier window and compares them on the later one; chooses parameters within the earlier. */
export function evaluate(question: Question): { evaluation: Evaluation; lists: readonly Listed[] } {
  const { train, test, profiles, prior, isOfCells, seed, oracle } = question;
  const { relevance } = meaningOf(isOfCells);
  const startedAt = performance.now();
  const learned = fitShipped({ purchases: train, profiles, prior, isOfCells });
  const fitMs = performance.now() - startedAt;
  const training = trainingOf(train, question);
  const cases = casesOf(training, test, profiles, relevance);
  const others = otherModels(seed, learned.parameters).map((model): Entrant => {
    return { name: model.name, score: model.fit(training) };
  });
  const shipped: Entrant = { name: "shipped", score: scorerOf(learned) };
  const entrants = [...others, shipped, ...(oracle === null ? [] : [oracle])];
  const { listed, ...comparisons } = compareEntrants({ cases, entrants, categories: train.categories.length, seed });
  const seen = new Set(train.people);
  const evaluation = {
    seed,
    relevance,
    trained: {
      rows: train.week.length,
      people: training.tastes.filter(({ isPrior }) => !isPrior).length,
      ...weeksOf(train),
    },
    tested: { rows: test.week.length, people: test.people.length, ...weeksOf(test) },
    categories: train.categories.length,
    people: cases.length,
    unseenPeople: cases.filter(({ taste }) => !seen.has(taste.id)).length,
    parameters: learned.parameters,
    fitMs,
    ...comparisons,
    coldStart: profiles.size === 0 ? null : evaluateColdStart(question),
  };
  return { evaluation, lists: listed };
}
