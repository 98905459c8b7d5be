import { mapSteps } from "../../platform/long-work.ts";
import { popularity } from "../models/controls.ts";
import { foldOf } from "../models/folds.ts";
import type { Scorer, Training } from "../models/model.ts";
import { chooseSmoothing, createSegmentModel, trialsByPeople } from "../models/segments.ts";
import { emptyTaste, trainingOf } from "../models/training.ts";
import type { Profiles, Purchases } from "../purchases/purchases.ts";
import type { Difference } from "../rules.ts";
import { intervalsOf } from "./bootstrap.ts";
import type { Question } from "./question.ts";
import { casesOf, meaningOf, type Relevance } from "./relevance.ts";
import { type Figures, figuresOf, meanOf, topOf } from "./rules-metrics.ts";

const folds = 5;

export interface ColdComparison {
  readonly people: number;
  readonly popularity: Figures;
  readonly segment: Figures;
  readonly precision3ToPopularity: Difference;
}

/** People of whom only the profile is known: what they bought in the later window, and what in the earlier. */
export interface ColdStart {
  readonly later: ColdComparison | null;
  readonly earlier: ColdComparison | null;
}

interface Fold {
  readonly training: Training;
  readonly leftOut: ReadonlySet<string>;
  readonly score: { readonly popularity: Scorer; readonly segment: Scorer };
}

/** Everybody with a profile is left out once, in one of five parts; whoever has none, or is nobody, always trains. */
function foldsOf({ train, isOfCells, ...known }: Question): Fold[] {
  const { tastes, categories } = trainingOf(train, known);
  const people = [...known.profiles.keys()].filter((id) => !known.prior.has(id));
  const { fewest } = meaningOf(isOfCells);
  return Array.from({ length: folds }, (_, fold) => {
    const leftOut = new Set(people.filter((id) => foldOf(id, folds) === fold));
    const training = { categories, tastes: tastes.filter(({ id }) => !leftOut.has(id)) };
    const segment = createSegmentModel(chooseSmoothing(trialsByPeople(training, fewest)), fewest);
    return { leftOut, training, score: { popularity: popularity.fit(training), segment: segment.fit(training) } };
  });
}

function judgeFold({ training, leftOut, score }: Fold, window: Purchases, profiles: Profiles, relevance: Relevance) {
  const size = training.categories.length;
  const cases = casesOf(training, window, profiles, relevance).filter(({ taste }) => leftOut.has(taste.id));
  const judge = (scorer: Scorer) =>
    mapSteps(cases, ({ taste, relevant }) => {
      const cold = emptyTaste(taste.id, size, taste.profile);
      return figuresOf(
        topOf(scorer(cold), () => true),
        relevant,
      );
    });
  return { popularity: judge(score.popularity), segment: judge(score.segment) };
}

/** Models never see a purchase of those they are judged on nor, in the later window, the weeks. */
export function evaluateColdStart(question: Question): ColdStart {
  const { relevance } = meaningOf(question.isOfCells);
  const parts = foldsOf(question);
  function compareOn(window: Purchases): ColdComparison | null {
    const judged = parts.map((part) => judgeFold(part, window, question.profiles, relevance));
    const ofPopularity = judged.flatMap((each) => each.popularity);
    const ofSegment = judged.flatMap((each) => each.segment);
    if (ofSegment.length === 0) return null;
    const differences = Float64Array.from(
      ofSegment,
      (each, at) => each.precision3 - (ofPopularity[at]?.precision3 ?? 0),
    );
    return {
      people: ofSegment.length,
      popularity: meanOf(ofPopularity),
      segment: meanOf(ofSegment),
      precision3ToPopularity: intervalsOf([differences], question.seed)[0] as Difference,
    };
  }
  return { later: compareOn(question.test), earlier: compareOn(question.train) };
}
