import { stepDone } from "../../platform/long-work.ts";
import type { Scores, Taste } from "./model.ts";

/** Categories × categories, row after row. */
export type Square = Float64Array;

/** One person's places that are not 0, and what stands there. */
export interface Sparse {
  readonly places: Int32Array;
  readonly values: Float64Array;
}

export function sparseOf(values: Float64Array): Sparse {
  const places: number[] = [];
  for (let at = 0; at < values.length; at += 1) if (values[at] !== 0) places.push(at);
  return { places: Int32Array.from(places), values: Float64Array.from(places, (at) => values[at] ?? 0) };
}

/** What a person bought, as logarithms: the tenth purchase says less than the first. */
export const logTimes = ({ times }: Taste) => times.map((each) => Math.log1p(Math.max(0, each)));

/** Σ over people of what they have at one category times what they have at the other. */
export function gramOf(rows: readonly Sparse[], size: number): Square {
  const gram = new Float64Array(size * size);
  for (const { places, values } of rows) {
    for (let one = 0; one < places.length; one += 1) {
      const [start, value] = [(places[one] ?? 0) * size, values[one] ?? 0];
      for (let other = 0; other < places.length; other += 1) {
        const at = start + (places[other] ?? 0);
        gram[at] = (gram[at] ?? 0) + value * (values[other] ?? 0);
      }
    }
    stepDone();
  }
  return gram;
}

/** The cosine of the angle between two categories' columns; of a column of nought, nought. */
export function cosinesOf(gram: Square, size: number): Square {
  const lengths = Float64Array.from({ length: size }, (_, at) => Math.sqrt(gram[at * size + at] ?? 0));
  return gram.map((value, at) => {
    const product = (lengths[Math.floor(at / size)] ?? 0) * (lengths[at % size] ?? 0);
    return product === 0 ? 0 : value / product;
  });
}

/** Each column keeps its `most` largest entries, equal ones by id; the rest is 0. */
export function keepNearest(similarity: Square, size: number, most: number): Square {
  const kept = new Float64Array(similarity.length);
  for (let column = 0; column < size; column += 1) {
    const at = (row: number) => row * size + column;
    const nearest = Array.from({ length: size }, (_, row) => row)
      .sort((one, other) => (similarity[at(other)] ?? 0) - (similarity[at(one)] ?? 0) || one - other)
      .slice(0, most);
    for (const row of nearest) kept[at(row)] = similarity[at(row)] ?? 0;
  }
  return kept;
}

/** A row times the matrix. */
export function scoresBy({ places, values }: Sparse, weights: Square, size: number): Scores {
  const scores = new Float64Array(size);
  for (let one = 0; one < places.length; one += 1) {
    const [start, value] = [(places[one] ?? 0) * size, values[one] ?? 0];
    for (let at = 0; at < size; at += 1) scores[at] = (scores[at] ?? 0) + value * (weights[start + at] ?? 0);
  }
  return scores;
}
