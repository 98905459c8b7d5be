import { createChance } from "../../platform/chance.ts";
import { stepDone } from "../../platform/long-work.ts";
import type { Difference } from "../rules.ts";
import { sumOf } from "./rules-metrics.ts";

const draws = 2_000;

/**
 * Percentile bootstrap of mean differences (Efron, 1979), by person: whoever is drawn brings all their differences, so
 * each list of `differences` is resampled alike. The same seed gives the same interval.
 */
export function intervalsOf(differences: readonly Float64Array[], seed: number): Difference[] {
  const people = differences[0]?.length ?? 0;
  const chance = createChance(seed);
  const means = differences.map(() => new Float64Array(draws));
  const drawn = new Int32Array(people);
  for (let draw = 0; draw < draws; draw += 1) {
    for (let at = 0; at < people; at += 1) drawn[at] = chance.whole(0, people - 1);
    differences.forEach((values, list) => {
      let sum = 0;
      for (let at = 0; at < people; at += 1) sum += values[drawn[at] ?? 0] ?? 0;
      (means[list] as Float64Array)[draw] = sum / people;
    });
    stepDone();
  }
  return differences.map((values, list) => {
    const sorted = (means[list] as Float64Array).sort();
    const quantile = (share: number) => sorted[Math.floor(share * (draws - 1))] ?? Number.NaN;
    return { mean: sumOf(values) / people, low: quantile(0.025), high: quantile(0.975) };
  });
}
