import { mapSteps } from "../../platform/long-work.ts";
import { type Case, casesOf, meaningOf } from "../evaluation/relevance.ts";
import { figuresOf, sumOf, topOf } from "../evaluation/rules-metrics.ts";
import { learn } from "../models/learn.ts";
import type { Training } from "../models/model.ts";
import { chooseSmoothing, segmentsOf, trialsByPeople } from "../models/segments.ts";
import { scoresOf, termsBy } from "../models/shipped.ts";
import { trainingOf } from "../models/training.ts";
import { type Known, type Purchases, withinWeeks } from "../purchases/purchases.ts";
import { type Parameters, splitWeeks } from "../rules.ts";

/** Up to so much that everybody is shown what their segment buys, whatever they bought. */
const triedKappas = Array.from({ length: 18 }, (_, power) => 10 * 2 ** power);
const triedEaseWeights = [0, 1, 2, 4];
/** Where there is too little to choose by. */
const untried = { kappa: 80, easeWeight: 1 };

/** All that a fit is given. */
export interface Material extends Known {
  readonly purchases: Purchases;
  /** Whether a person is a cell of people: then a segment may be of one cell. */
  readonly isOfCells: boolean;
}

/** What is learned from and what is tried on; null where there is one week only. */
export function splitOf(purchases: Purchases): { early: Purchases; late: Purchases } | null {
  const weeks = splitWeeks(purchases.week);
  if (weeks === null) return null;
  const { first, before, from, last } = weeks;
  return {
    early: withinWeeks(purchases, { first, last: before }),
    late: withinWeeks(purchases, { first: from, last }),
  };
}

/** The best; of equals the last, so the more cautious ones come later. */
function bestOf(tried: readonly Parameters[], worth: (parameters: Parameters) => number): Parameters {
  const judged = tried.map((parameters) => ({ parameters, worth: worth(parameters) }));
  return judged.reduce((best, each) => (each.worth >= best.worth ? each : best)).parameters;
}

function chooseWeights(training: Training, cases: readonly Case[], plain: Parameters): Parameters {
  const terms = termsBy(learn(training, plain));
  const seen = mapSteps(cases, ({ taste, relevant }) => ({ terms: terms(taste), relevant }));
  const ndcgOf = (parameters: Parameters) =>
    sumOf(
      mapSteps(
        seen,
        ({ terms, relevant }) =>
          figuresOf(
            topOf(scoresOf(terms, parameters), () => true),
            relevant,
          ).ndcg10,
      ),
    );
  const cautious = bestOf(
    triedKappas.map((kappa) => ({ ...plain, kappa })),
    ndcgOf,
  );
  return bestOf(
    triedEaseWeights.toReversed().map((easeWeight) => ({ ...cautious, easeWeight })),
    ndcgOf,
  );
}

/**
 * Chooses on the training alone; nothing of a later window is looked at. How far to trust a finer segment is judged by
 * people who were left out or, of cells, by their later weeks; what own purchases and EASE are worth, by later weeks.
 */
export function tune({ purchases, isOfCells, ...known }: Material): Parameters {
  const { relevance, fewest } = meaningOf(isOfCells);
  const split = splitOf(purchases);
  const all = trainingOf(purchases, known);
  if (split === null) return { smoothing: chooseSmoothing(trialsByPeople(all, fewest)), fewest, ...untried };
  const training = trainingOf(split.early, known);
  const cases = casesOf(training, split.late, known.profiles, relevance);
  const judges = trainingOf(split.late, known, training.categories).tastes;
  const byTime = [{ segments: segmentsOf(training.tastes, training.categories.length, fewest), judges }];
  const smoothing = chooseSmoothing(isOfCells ? byTime : trialsByPeople(all, fewest));
  return chooseWeights(training, cases, { smoothing, fewest, ...untried });
}
