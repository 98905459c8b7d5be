/** A mean difference to popularity, with the interval that holds 95 % of its resamples. */
export interface Difference {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** How a model measured on weeks it had not seen; differences are to popularity. */
export interface Measured {
  readonly precision3: Difference;
  readonly ndcg10: Difference;
}

/** How far a mean may lie below popularity's and still be called equal. */
const tolerance = 0.005;

/**
 * The gate: a model that is worse than popularity does not go live. Worse is a mean that is clearly lower, or lower by
 * more than chance would make it, on either figure; what cannot be told is worse, too.
 */
export function mayGoLive({ precision3, ndcg10 }: Measured): boolean {
  return [precision3, ndcg10].every(({ mean, high }) => mean >= -tolerance && high >= 0);
}
