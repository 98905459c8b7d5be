import { type Bar, fewestInSegment, fewestPeople } from "../../shared/insights.ts";

/** How often, and of how many people where that is known, something is so. */
export interface Counted {
  readonly chart: string;
  readonly key: string;
  readonly count: number;
  readonly people: number | null;
}

/** Counts of lines and of purchases of cells say nothing of a person. */
const leastOf = (chart: string) => (chart === "segment" ? fewestInSegment : fewestPeople);

/**
 * Bars of one chart. What is of too few people is hidden; where that is one bar alone, the smallest of the others is
 * hidden with it, or what is missing to the whole would tell it.
 */
export function barsOf(counts: readonly Counted[]): Bar[] {
  const isFew = ({ chart, people, count }: Counted) => people !== null && count > 0 && people < leastOf(chart);
  const hidden = new Set(counts.filter(isFew));
  if (hidden.size === 1) {
    const others = counts.filter((each) => !hidden.has(each) && each.people !== null && each.count > 0);
    const smallest = others.toSorted((one, other) => one.count - other.count)[0];
    if (smallest !== undefined) hidden.add(smallest);
  }
  return counts.map((each) => ({ key: each.key, count: hidden.has(each) ? null : each.count }));
}

/** Charts in the order of their names; those without a bar are left out. */
export function chartsOf<Name extends string>(names: readonly Name[], counts: readonly Counted[]) {
  return names
    .map((name) => ({ name, bars: barsOf(counts.filter(({ chart }) => chart === name)) }))
    .filter(({ bars }) => bars.length > 0);
}
