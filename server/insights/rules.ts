import { type Bar, fewestInSegment, fewestPeople } from "../../shared/insights.ts";
import { isFew, suppressedIn, suppressedOf } from "./rules-suppression.ts";

/** How often, and of how many people where that is known, something is so. */
export interface Counted {
  readonly chart: string;
  readonly key: string;
  readonly count: number;
  readonly people: number | null;
}

/**
 * Bars of one chart; what would tell of too few people has no count. None, where even all of it is of too few. Of the
 * steps of the funnel only the first is of people who agree, and no part of the others.
 */
export function barsOf(counts: readonly Counted[]): Bar[] {
  const few = () => new Set(counts.filter((each) => isFew(each, fewestPeople)));
  const hidden = counts[0]?.chart === "funnel" ? few() : suppressedOf(counts, fewestPeople, false);
  return hidden === null ? [] : told(counts, hidden);
}

const told = (counts: readonly Counted[], hidden: ReadonlySet<Counted>): Bar[] =>
  counts.map((each) => ({ key: each.key, count: hidden.has(each) ? null : each.count }));

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
  const sumsOf = (chart: string, keys: readonly string[], lines: typeof rows) =>
    keys.map((key, at): Counted => {
      const line = (lines[at] ?? []).map((place) => cells[place] as Counted);
      const sum = (of: (cell: Counted) => number) => line.reduce((all, cell) => all + of(cell), 0);
      return { chart, key, count: sum(({ count }) => count), people: sum(({ people }) => people ?? 0) };
    });
  return { cells, rows, columns, bySex: sumsOf("sex", sexes, rows), byAge: sumsOf("age", ages, columns) };
}

/**
 * The charts of sex, of age, and of both, of the same people, since each says something of the others: an age that is
 * hidden has all its segments hidden, and where all are of one sex or of one age its bars are segments.
 */
export function peopleBarsOf(counts: readonly Counted[]): Record<"sex" | "age" | "segment", Bar[]> {
  const { cells, rows, columns, bySex, byAge } = tableOf(counts);
  const leastBeside = (others: readonly Counted[]) => (others.length === 1 ? fewestInSegment : fewestPeople);
  const hiddenSexes = suppressedOf(bySex, leastBeside(byAge), true);
  const hiddenAges = suppressedOf(byAge, leastBeside(bySex), true);
  const placesOf = (sums: readonly Counted[], hidden: ReadonlySet<Counted> | null, lines: typeof rows) =>
    lines.filter((_, at) => hidden === null || hidden.has(sums[at] as Counted)).flat();
  const without = [...placesOf(bySex, hiddenSexes, rows), ...placesOf(byAge, hiddenAges, columns)];
  const hidden = suppressedIn(cells, [...rows, ...columns], fewestInSegment, without);
  const segments = cells.map(({ key, count }, at) => ({ key, count: hidden?.has(at) ? null : count }));
  return {
    sex: hiddenSexes === null ? [] : told(bySex, hiddenSexes),
    age: hiddenAges === null ? [] : told(byAge, hiddenAges),
    segment: hidden === null ? [] : segments.filter(({ count }) => count !== 0),
  };
}

/** Charts in the order of their names; those without a bar are left out. */
export function chartsOf<Name extends string>(names: readonly Name[], counts: readonly Counted[]) {
  const ofPeople: Partial<Record<string, Bar[]>> = peopleBarsOf(counts.filter(({ chart }) => chart === "segment"));
  const charts = names.map((name) => {
    const ofChart = counts.filter(({ chart }) => chart === name);
    return { name, bars: name !== "segment" && ofChart.length > 0 ? barsOf(ofChart) : (ofPeople[name] ?? []) };
  });
  return charts.filter(({ bars }) => bars.length > 0);
}
