import { CholeskyDecomposition, Matrix } from "ml-matrix";
import type { Model, Training } from "./model.ts";
import { gramOf, logTimes, type Square, scoresBy, sparseOf } from "./similarity.ts";

/** How much a weight costs; between 50 and 2,000 the real set shows little difference. */
const ridge = 200;

/**
 * EASE^R (Steck, 2019), closed form: with P the inverse of XᵀX + λI, weights are −P[i,j] ÷ P[j,j], and 0 from a
 * category to itself. Not symmetric: the column's diagonal divides. X is logarithms of how often people bought.
 */
export function easeWeightsOf({ categories, tastes }: Training): Square {
  const size = categories.length;
  const gram = gramOf(
    tastes.map((taste) => sparseOf(logTimes(taste))),
    size,
  );
  for (let at = 0; at < size; at += 1) gram[at * size + at] = (gram[at * size + at] ?? 0) + ridge;
  const inverse = new CholeskyDecomposition(Matrix.from1DArray(size, size, gram)).solve(Matrix.eye(size, size));
  const weights = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      if (row !== column) weights[row * size + column] = -inverse.get(row, column) / inverse.get(column, column);
    }
  }
  return weights;
}

export const ease: Model = {
  name: "ease",
  fit(training) {
    const size = training.categories.length;
    const weights = easeWeightsOf(training);
    return (taste) => scoresBy(sparseOf(logTimes(taste)), weights, size);
  },
};
