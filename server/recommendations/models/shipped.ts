import type { Learned, Parameters } from "../rules.ts";
import type { Scorer, Scores, Taste } from "./model.ts";
import { backOff, toSegments } from "./segments.ts";
import { logTimes, scoresBy, sparseOf } from "./similarity.ts";

/** The three terms of a score, apart. */
export interface Terms {
  readonly own: Float64Array;
  readonly segment: Float64Array;
  readonly others: Float64Array;
}

export function termsBy({ categories, parameters, segments, weights }: Learned): (taste: Taste) => Terms {
  const size = categories.length;
  const sharesBy = backOff(toSegments(segments), parameters.smoothing);
  const square = Float64Array.from(weights);
  return (taste) => ({
    own: taste.times,
    segment: sharesBy(taste.profile),
    others: scoresBy(sparseOf(logTimes(taste)), square, size),
  });
}

export function scoresOf({ own, segment, others }: Terms, { kappa, easeWeight }: Parameters): Scores {
  return own.map((times, at) => times + kappa * (segment[at] ?? 0) + easeWeight * (others[at] ?? 0));
}

/**
 * What is shipped: own purchases + κ · share expected of the segment + w · EASE. The first two are, but for a factor
 * that is the same for all of a person's categories, the posterior mean of a multinomial under a Dirichlet prior worth
 * κ purchases: whoever bought little is shown what their segment buys, whoever bought much what they buy. EASE tells
 * apart what neither has.
 */
export function scorerOf(learned: Learned): Scorer {
  const terms = termsBy(learned);
  return (taste) => scoresOf(terms(taste), learned.parameters);
}
