import type { Bar, Chart } from "../../../shared/insights.ts";
import type { insights } from "../messages/ko/insights.ts";

export const countOf = ({ count }: Bar) => count ?? 0;
export const sumOf = ({ bars }: Chart) => bars.reduce((sum, bar) => sum + countOf(bar), 0);
const shareOf = (count: number, all: number) => `${((100 * count) / all).toFixed(1)} %`;

/** Bars that are alike are named together; of more than these it is said how many they are. */
const mostNamed = 3;

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
  const most = Math.max(...bars.map(countOf));
  const top = bars.filter((bar) => countOf(bar) === most);
  const labels = top.map(({ key }) => texts.labelOf(name, key));
  const label = labels.length > mostNamed ? texts.bars(labels.length) : labels.join(", ");
  const count = labels.length > 1 ? texts.each(figure(most)) : figure(most);
  if (bars.some((bar) => bar.count === null)) return texts.mostShown(label, count);
  return texts.most(label, count, shareOf(most, all));
}
