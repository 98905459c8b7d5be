import type { Bar, Chart } from "../../../shared/insights.ts";
import type { insights } from "../messages/ko/insights.ts";

export const countOf = ({ count }: Bar) => count ?? 0;
export const sumOf = ({ bars }: Chart) => bars.reduce((sum, bar) => sum + countOf(bar), 0);
const shareOf = (count: number, all: number) => `${((100 * count) / all).toFixed(1)} %`;

/**
 * What a chart says, computed from its bars, never typed (D27). `all` is what they are a part of, as far as it is told:
 * beside hidden bars the most of those that are shown may not be the most, nor is its share known.
 */
export function sentenceOf(
  { name, bars }: Chart,
  all: number,
  texts: typeof insights,
  figure: (count: number) => string,
): string {
  if (all === 0) return bars.some(({ count }) => count === null) ? texts.tooFew : texts.nothing;
  if (name === "funnel") {
    const [joined = 0, came = 0] = ["joined", "came"].map((step) =>
      bars.filter(({ key }) => key === step).reduce((sum, bar) => sum + countOf(bar), 0),
    );
    return joined === 0 ? texts.nothing : texts.steps(figure(came), figure(joined), shareOf(came, joined));
  }
  const top = bars.reduce((best, bar) => (countOf(bar) > countOf(best) ? bar : best));
  const [label, count] = [texts.labelOf(name, top.key), figure(countOf(top))];
  if (bars.some((bar) => bar.count === null)) return texts.mostShown(label, count);
  return texts.most(label, count, shareOf(countOf(top), all));
}
