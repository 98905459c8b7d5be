/** One person as models see them: what they bought before, by category, and what they tell of themselves. */
export interface Taste {
  readonly id: string;
  readonly times: Float64Array;
  readonly amounts: Float64Array;
  /** Coarsest first; empty of whom nothing is known. */
  readonly profile: readonly string[];
  /** Whether it is nobody's, and stands before what people did. */
  readonly isPrior: boolean;
}

/** What a model learns from. */
export interface Training {
  readonly categories: readonly string[];
  readonly tastes: readonly Taste[];
}

/** A score per category; the more, the earlier in the list. */
export type Scores = Float64Array;
export type Scorer = (taste: Taste) => Scores;

export const modelNames = [
  "random",
  "popularity",
  "segment",
  "source",
  "item-knn",
  "ease",
  "blend",
  "shipped",
] as const;
export type ModelName = (typeof modelNames)[number];

/** The small port behind which all models stand: learn once, then score anybody, also whom it has not seen. */
export interface Model {
  readonly name: ModelName;
  fit(training: Training): Scorer;
}
