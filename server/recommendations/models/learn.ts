import type { Learned, Parameters } from "../rules.ts";
import { easeWeightsOf } from "./ease.ts";
import type { Training } from "./model.ts";
import { segmentsOf } from "./segments.ts";

/** Apart from the scores, which are served: what inverts a matrix is loaded by the commands and the thread only. */
export function learn(training: Training, parameters: Parameters): Learned {
  const { categories, tastes } = training;
  const segments = segmentsOf(tastes, categories.length, parameters.fewest);
  return {
    categories,
    parameters,
    segments: [...segments].map(([key, { people, times }]) => ({ key, people, times: [...times] })),
    weights: [...easeWeightsOf(training)],
  };
}
