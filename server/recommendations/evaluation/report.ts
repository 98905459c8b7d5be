import type { Difference } from "../rules.ts";
import type { ColdComparison } from "./cold-start.ts";
import type { Comparison, Standing } from "./compare.ts";
import type { Evaluation } from "./evaluate.ts";

const columns = ["P@3", "R@3", "F1@3", "P@10", "R@10", "F1@10", "NDCG@10", "MRR", "coverage"];
const figure = (value: number) => value.toFixed(4);
const signed = (value: number) => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(4)}`;
const interval = ({ mean, low, high }: Difference) => `${signed(mean)} [${signed(low)}, ${signed(high)}]`;

function lineOf({ name, figures: f, coverage, ...to }: Standing): string[] {
  const figures = [f.precision3, f.recall3, f.f1At3, f.precision10, f.recall10, f.f1At10, f.ndcg10, f.mrr, coverage];
  const isLimit = name === "popularity" || name === "oracle" || name === "ceiling";
  const differences = isLimit ? ["", ""] : [interval(to.precision3ToPopularity), interval(to.ndcg10ToPopularity)];
  return [name, ...figures.map(figure), ...differences];
}

/** Cells padded to the widest of their column. */
function aligned(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function tableOf(title: string, { people, standings }: Comparison): string {
  const header = ["", ...columns, "P@3 to popularity", "NDCG@10 to popularity"];
  return `${title} (${people} people)\n${aligned([header, ...standings.map(lineOf)])}`;
}

function coldLine(title: string, { people, popularity, segment, precision3ToPopularity }: ColdComparison): string {
  const figures = `popularity ${figure(popularity.precision3)}, segment ${figure(segment.precision3)}`;
  return `${title} (${people} people): P@3 ${figures}, difference ${interval(precision3ToPopularity)}`;
}

function oracleLine({ standings }: Comparison): string[] {
  const [oracle, shipped] = ["oracle", "shipped"].map((name) => standings.find((each) => each.name === name)?.figures);
  if (oracle === undefined || shipped === undefined) return [];
  const share = (name: "precision3" | "ndcg10") => `${((100 * shipped[name]) / oracle[name]).toFixed(1)} %`;
  return [`Recovers planted structure: P@3 ${share("precision3")} and NDCG@10 ${share("ndcg10")} of the oracle.`];
}

/** The evaluation as people read it; intervals hold 95 % of 2,000 resamples of people. */
export function reportOf(evaluation: Evaluation): string {
  const { relevance, people, unseenPeople, categories, parameters, repeats, fresh, coldStart, seed } = evaluation;
  const { trained, tested, fitMs } = evaluation;
  const window = ({ rows, first, last }: typeof trained) => `${rows} rows of weeks ${first} to ${last}`;
  const meaning = relevance === "bought" ? "bought later" : "bought later more often than one's average category";
  return [
    `Trained on ${window(trained)}, tested on ${window(tested)}. Fitted in ${(fitMs / 1000).toFixed(1)} s.`,
    `${people} people, ${unseenPeople} of them without an earlier purchase; ${categories} categories; seed ${seed}.`,
    `Relevant is what was ${meaning}. Intervals: 95 %, bootstrap by person. The ceiling knows what was bought.`,
    `Chosen on the earlier weeks: m ${parameters.smoothing}, κ ${parameters.kappa}, w ${parameters.easeWeight}.`,
    "",
    tableOf("Repeats allowed", repeats),
    "",
    fresh === null ? "Everybody had bought of each category before." : tableOf("New categories only", fresh),
    ...(coldStart === null ? [] : [""]),
    ...(coldStart?.later ? [coldLine("Cold start, later weeks", coldStart.later)] : []),
    ...(coldStart?.earlier ? [coldLine("Cold start, earlier weeks", coldStart.earlier)] : []),
    ...oracleLine(repeats),
  ].join("\n");
}
