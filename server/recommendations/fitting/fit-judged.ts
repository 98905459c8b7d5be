import { evaluate } from "../evaluation/evaluate.ts";
import type { FitPhase, Fitted } from "../ports.ts";
import { fitShipped } from "./fit-shipped.ts";
import { type Material, splitOf } from "./tune.ts";

/**
 * Judges what would be learned without the last weeks by those weeks, then learns from all. The judge sees every
 * control, too; what is of a single week, or of nobody in the last ones, cannot be judged.
 */
export function fitJudged(material: Material, seed: number, enter: (phase: FitPhase) => void): Fitted {
  const { purchases, ...rest } = material;
  const split = splitOf(purchases);
  if (split === null) throw new Error("A model is judged by later weeks or months: there is one only.");
  enter("judging");
  const { early: train, late: test } = split;
  const { evaluation } = evaluate({ train, test, ...rest, seed, oracle: null });
  if (evaluation.repeats.people === 0)
    throw new Error("There is nobody to judge a model by in the last weeks or months.");
  const shipped = evaluation.repeats.standings.find(({ name }) => name === "shipped");
  if (shipped === undefined) throw new Error("The shipped model was not judged.");
  enter("learning");
  return {
    learned: fitShipped(material),
    measured: {
      judges: evaluation.repeats.people,
      precision3: shipped.precision3ToPopularity,
      ndcg10: shipped.ndcg10ToPopularity,
    },
    metrics: evaluation,
  };
}
