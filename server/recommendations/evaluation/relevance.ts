import { mapSteps } from "../../platform/long-work.ts";
import type { Taste, Training } from "../models/model.ts";
import { fewestPeople } from "../models/segments.ts";
import { sparseOf } from "../models/similarity.ts";
import { emptyTaste, trainingOf } from "../models/training.ts";
import type { Profiles, Purchases } from "../purchases/purchases.ts";
import { sumOf } from "./rules-metrics.ts";

/** Somebody of the later window: what was known of them before, and what turned out to be relevant. */
export interface Case {
  readonly taste: Taste;
  /** Places in the training's categories; what no model could know has places behind them. */
  readonly relevant: ReadonlySet<number>;
}

/** What of a person's later purchases counts as relevant. */
export type Relevance = "bought" | "above-average";

/** What is relevant, and whose segments are kept, where people are people, and where they are cells of people. */
export const meaningOf = (isOfCells: boolean) =>
  isOfCells
    ? ({ relevance: "above-average", fewest: 1 } as const)
    : ({ relevance: "bought", fewest: fewestPeople } as const);

function relevantIn(times: Float64Array, relevance: Relevance): number[] {
  const bound = relevance === "bought" ? 0 : sumOf(times) / times.length;
  return [...sparseOf(times).places].filter((category) => (times[category] ?? 0) > bound);
}

/**
 * Everybody who bought in the later window, also whom the training does not know. Where people are cells of people,
 * nearly each of which buys of each category, relevant is what the cell bought more often than its average category.
 */
export function casesOf(training: Training, test: Purchases, profiles: Profiles, relevance: Relevance): Case[] {
  const known = new Map(training.tastes.map((taste) => [taste.id, taste]));
  const placeOf = new Map(training.categories.map((id, place) => [id, place]));
  const places = test.categories.map((id, at) => placeOf.get(id) ?? training.categories.length + at);
  return mapSteps(trainingOf(test).tastes, ({ id, times }) => {
    const relevant = new Set(relevantIn(times, relevance).map((at) => places[at] ?? 0));
    const taste = known.get(id) ?? emptyTaste(id, training.categories.length, profiles.get(id));
    return relevant.size === 0 ? [] : [{ taste, relevant }];
  }).flat();
}
