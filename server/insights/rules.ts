import { type Bar, fewestInSegment, fewestPeople } from "../../shared/insights.ts";
import { suppressedIn, suppressedOf } from "./rules-suppression.ts";

/** How often, and of how many people where that is known, something is so. */
export interface Counted {
  readonly chart: string;
  readonly key: string;
  readonly count: number;
  readonly people: number | null;
}

/** Charts in which nobody is in two bars. */
const apart = new Set(["sex", "age"]);

/**
 * Bars of one chart; what would tell of too few people has no count. None, where even all of it is of too few. Counts
 * of lines and of purchases of cells say nothing of a person, so their people are null.
 */
export function barsOf(counts: readonly Counted[]): Bar[] {
  const hidden = suppressedOf(counts, fewestPeople, apart.has(counts[0]?.chart ?? ""));
  if (hidden === null) return [];
  return counts.map((each) => ({ key: each.key, count: hidden.has(each) ? null : each.count }));
}

/** Every sex with every age that there is, in the order of the keys; what nobody is in is empty. */
function tableOf(counts: readonly Counted[]) {
  const parts = counts.map(({ key }) => key.split("-") as [string, string]);
  const sexes = [...new Set(parts.map(([sex]) => sex))].toSorted();
  const ages = [...new Set(parts.map(([, age]) => age))].toSorted();
  const known = new Map(counts.map((each) => [each.key, each]));
  const cells = sexes.flatMap((sex) =>
    ages.map((age) => {
      const key = `${sex}-${age}`;
      return known.get(key) ?? { chart: "segment", key, count: 0, people: 0 };
    }),
  );
  const rows = sexes.map((_, row) => ages.map((__, column) => row * ages.length + column));
  const columns = ages.map((_, column) => sexes.map((__, row) => row * ages.length + column));
  return { cells, lines: [...rows, ...columns] };
}

/** Bars of sex and age together, whose sums the charts of sex and of age tell. None, where nothing may be told. */
export function segmentBarsOf(counts: readonly Counted[]): Bar[] {
  const { cells, lines } = tableOf(counts);
  const hidden = suppressedIn(cells, lines, fewestInSegment);
  if (hidden === null) return [];
  return cells
    .map(({ key, count }, at) => ({ key, count: hidden.has(at) ? null : count }))
    .filter(({ count }) => count !== 0);
}

/** Charts in the order of their names; those without a bar are left out. */
export function chartsOf<Name extends string>(names: readonly Name[], counts: readonly Counted[]) {
  return names
    .map((name) => {
      const ofChart = counts.filter(({ chart }) => chart === name);
      return { name, bars: name === "segment" ? segmentBarsOf(ofChart) : barsOf(ofChart) };
    })
    .filter(({ bars }) => bars.length > 0);
}
