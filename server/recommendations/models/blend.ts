import { easeWeightsOf } from "./ease.ts";
import type { Model, Scores } from "./model.ts";
import { logTimes, scoresBy, sparseOf } from "./similarity.ts";
import { totalsOf } from "./training.ts";

/** How many standard deviations each is above the mean; 0 where all are equal. */
function standardized(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return values.map((value) => (deviation === 0 ? 0 : (value - mean) / deviation));
}

const sum = (...parts: readonly Scores[]) =>
  (parts[0] ?? new Float64Array(0)).map((_, at) => parts.reduce((all, part) => all + (part[at] ?? 0), 0));

/** z(EASE) + z(popularity) + z(logarithm of what one bought oneself), each over one person's categories. */
export const blend: Model = {
  name: "blend",
  fit(training) {
    const size = training.categories.length;
    const weights = easeWeightsOf(training);
    const popularity = standardized(totalsOf(training));
    return (taste) => {
      const own = logTimes(taste);
      return sum(standardized(scoresBy(sparseOf(own), weights, size)), popularity, standardized(own));
    };
  },
};
