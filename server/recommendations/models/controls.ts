import { createChance } from "../../platform/chance.ts";
import { numberFrom } from "./folds.ts";
import type { Model } from "./model.ts";
import { totalsOf } from "./training.ts";

/** Control: any order, the same for the same person and seed. */
export const createRandom = (seed: number): Model => ({
  name: "random",
  fit: ({ categories }) => {
    return ({ id }) => {
      const chance = createChance((numberFrom(id) ^ seed) >>> 0);
      return Float64Array.from(categories, () => chance.between(0, 1));
    };
  },
});

/** Control: what everybody bought most often, for everybody. */
export const popularity: Model = {
  name: "popularity",
  fit(training) {
    const totals = totalsOf(training);
    return () => totals;
  },
};
