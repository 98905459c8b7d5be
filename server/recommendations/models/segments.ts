import { stepDone } from "../../platform/long-work.ts";
import type { Learned } from "../rules.ts";
import { foldOf } from "./folds.ts";
import type { Model, Taste, Training } from "./model.ts";
import { sparseOf } from "./similarity.ts";

/** How many purchases a segment needs until it is believed as much as the coarser one; tried by validation. */
const triedSmoothings = [50, 200, 1_000, 5_000, 20_000, 100_000, 1_000_000];
const folds = 5;

export interface Segment {
  readonly people: number;
  /** How often they bought of each category. */
  readonly times: Float64Array;
}

const keyOf = (profile: readonly string[], level: number) => JSON.stringify(profile.slice(0, level));

const everybody = keyOf([], 0);

/** A segment of fewer people would tell of them, one by one. Everybody together is a segment of any size. */
export const fewestPeople = 10;

/** Segments by what their people have in common: nothing, then age, then age and gender, …; none of fewer people. */
export function segmentsOf(tastes: readonly Taste[], categories: number, fewest: number): Map<string, Segment> {
  const segments = new Map<string, { people: number; times: Float64Array }>();
  segments.set(everybody, { people: 0, times: new Float64Array(categories) });
  for (const { profile, times, isPrior } of tastes) {
    for (let level = 0; level <= profile.length; level += 1) {
      const key = keyOf(profile, level);
      const segment = segments.get(key) ?? { people: 0, times: new Float64Array(categories) };
      segments.set(key, segment);
      if (!isPrior) segment.people += 1;
      for (let at = 0; at < categories; at += 1) segment.times[at] = (segment.times[at] ?? 0) + (times[at] ?? 0);
    }
    stepDone();
  }
  for (const [key, { people }] of segments) if (key !== everybody && people < fewest) segments.delete(key);
  return segments;
}

/** As they are stored. */
export const toSegments = (stored: Learned["segments"]): Map<string, Segment> =>
  new Map(stored.map(({ key, people, times }) => [key, { people, times: Float64Array.from(times) }]));

const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);

/**
 * What share of their purchases somebody of this profile is expected to make in each category. Level by level, from
 * everybody to the finest segment: p = (c + m·p of the coarser) ÷ (n + m), a Dirichlet prior worth m purchases.
 */
export function backOff(segments: ReadonlyMap<string, Segment>, smoothing: number) {
  return (profile: readonly string[]): Float64Array => {
    const all = segments.get(everybody)?.times ?? new Float64Array(0);
    const bought = Math.max(1, total(all));
    let shares = all.map((times) => times / bought);
    for (let level = 1; level <= profile.length; level += 1) {
      const segment = segments.get(keyOf(profile, level));
      if (segment === undefined) break;
      const bought = total(segment.times);
      shares = shares.map((share, at) => ((segment.times[at] ?? 0) + smoothing * share) / (bought + smoothing));
    }
    return shares;
  };
}

/** Segments of some purchases, and others by which they are judged. */
interface Trial {
  readonly segments: ReadonlyMap<string, Segment>;
  readonly judges: readonly Taste[];
}

/** In five parts, by ids: the segments of four judged by the people of the fifth. */
export const trialsByPeople = ({ categories, tastes }: Training, fewest: number): Trial[] =>
  Array.from({ length: folds }, (_, fold) => {
    const isJudge = ({ id, isPrior }: Taste) => !isPrior && foldOf(id, folds) === fold;
    const others = tastes.filter((taste) => !isJudge(taste));
    return { segments: segmentsOf(others, categories.length, fewest), judges: tastes.filter(isJudge) };
  });

/** How likely what they bought was: mean logarithms, each person who tells of themselves counting once. */
function likelihoodOf({ segments, judges }: Trial, smoothing: number): number {
  const sharesBy = backOff(segments, smoothing);
  return judges.reduce((sum, { profile, times }) => {
    const all = total(times);
    if (profile.length === 0 || all <= 0) return sum;
    const shares = sharesBy(profile);
    const bought = sparseOf(times);
    const likely = bought.values.map(
      (each, at) => each * Math.log(Math.max(1e-9, shares[bought.places[at] ?? 0] ?? 0)),
    );
    stepDone();
    return sum + total(likely) / all;
  }, 0);
}

export function chooseSmoothing(trials: readonly Trial[]): number {
  const tried = triedSmoothings.map((smoothing) => ({
    smoothing,
    likelihood: trials.reduce((sum, trial) => sum + likelihoodOf(trial, smoothing), 0),
  }));
  return tried.reduce((best, each) => (each.likelihood >= best.likelihood ? each : best)).smoothing;
}

/** What people of the same profile buy; of whoever tells nothing, what everybody buys. */
export const createSegmentModel = (smoothing: number, fewest: number): Model => ({
  name: "segment",
  fit({ tastes, categories }) {
    const sharesBy = backOff(segmentsOf(tastes, categories.length, fewest), smoothing);
    return ({ profile }) => sharesBy(profile);
  },
});
