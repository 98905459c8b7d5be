import type { Model, Taste, Training } from "./model.ts";
import { cosinesOf, gramOf, keepNearest, logTimes, scoresBy, sparseOf } from "./similarity.ts";

/**
 * S35, control: what the source did. Cosines between categories over amounts as they are, scores the sum of somebody's
 * amounts times the cosines.
 */
export const sourceMethod: Model = {
  name: "source",
  fit({ categories, tastes }) {
    const size = categories.length;
    const rows = tastes.map(({ amounts }) => sparseOf(amounts));
    const similarity = cosinesOf(gramOf(rows, size), size);
    return ({ amounts }) => scoresBy(sparseOf(amounts), similarity, size);
  },
};

/** Robertson and Zaragoza, 2009: how soon more purchases say no more, and how much a long history is discounted. */
const bm25 = { saturation: 1.2, length: 0.75 };
const neighbours = 100;

const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);

/** A person is a document, a category a word of it. How rare a word is does not matter: cosines are without length. */
function bm25By({ tastes }: Training): (taste: Taste) => Float64Array {
  const averageLength = tastes.reduce((sum, { times }) => sum + total(times), 0) / Math.max(1, tastes.length);
  return ({ times }) => {
    const length = 1 - bm25.length + (bm25.length * total(times)) / averageLength;
    return times.map((each) => (each <= 0 ? 0 : (each * (bm25.saturation + 1)) / (each + bm25.saturation * length)));
  };
}

/** Cosines over BM25 weights, the 100 nearest of each category, itself among them; scores by own logarithms. */
export const itemNeighbours: Model = {
  name: "item-knn",
  fit(training) {
    const size = training.categories.length;
    const weigh = bm25By(training);
    const rows = training.tastes.map((taste) => sparseOf(weigh(taste)));
    const nearest = keepNearest(cosinesOf(gramOf(rows, size), size), size, neighbours);
    return (taste) => scoresBy(sparseOf(logTimes(taste)), nearest, size);
  },
};
