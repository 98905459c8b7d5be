import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fewestInSegment, fewestPeople } from "../../shared/insights.ts";
import { barsOf, type Counted, chartsOf, segmentBarsOf } from "./rules.ts";

const bar = (chart: string, key: string, count: number, people: number | null = count): Counted => ({
  ...{ chart, key, count, people },
});
const hiddenOf = (bars: ReturnType<typeof barsOf>) => bars.filter(({ count }) => count === null).map(({ key }) => key);

describe("S37: what is of too few people is not told, and cannot be reckoned from what is", () => {
  test("fewer than 5 people are hidden, and so many others with them that the rest tells of nobody", () => {
    const ages = [bar("age", "1", 9, 4), bar("age", "2", 9, 3), bar("age", "3", 6, 6), bar("age", "4", 70, 40)];
    expect(hiddenOf(barsOf(ages))).toEqual(["1", "2"]);
    expect(hiddenOf(barsOf(ages.slice(1)))).toEqual(["2", "3"]);
    // One and one are two, each of them one.
    const two = [bar("age", "3", 1), bar("age", "4", 1), bar("age", "5", 20)];
    expect(hiddenOf(barsOf(two))).toEqual(["3", "4", "5"]);
    expect(barsOf(two.slice(0, 2))).toEqual([]);
    expect(barsOf(two.slice(0, 1))).toEqual([]);
  });

  test("who comes in two months may be the same few, so months are hidden until one of them is of enough", () => {
    const months = [bar("month", "202601", 9, 3), bar("month", "202602", 9, 3), bar("month", "202603", 30, 12)];
    expect(hiddenOf(barsOf(months))).toEqual(["202601", "202602", "202603"]);
  });

  test("counts of lines and of purchases of cells are of nobody, and nothing is hidden of what is nothing", () => {
    expect(hiddenOf(barsOf([bar("cell", "11-F-1", 2, null)]))).toEqual([]);
    expect(hiddenOf(barsOf([bar("funnel", "opened", 0, 0), bar("funnel", "joined", 2, null)]))).toEqual([]);
  });

  test("a segment of fewer than 10 hides a block, with its neighbours of the same sex and of the same age", () => {
    const cells = { "F-2": 30, "F-3": 1, "F-4": 15, "M-2": 30, "M-3": 12, "M-4": 15 };
    const counts = Object.entries(cells).map(([key, count]) => bar("segment", key, count));
    expect(segmentBarsOf(counts)).toEqual([
      { key: "F-2", count: 30 },
      { key: "F-3", count: null },
      { key: "F-4", count: null },
      { key: "M-2", count: 30 },
      { key: "M-3", count: null },
      { key: "M-4", count: null },
    ]);
  });

  test("segments of one sex, or of one age, are what the chart of the others says already", () => {
    const women = [bar("segment", "F-2", 30), bar("segment", "F-3", 12), bar("segment", "F-4", 9)];
    expect(segmentBarsOf(women)).toEqual([]);
    expect(segmentBarsOf([bar("segment", "F-3", 9), bar("segment", "M-3", 20)])).toEqual([]);
    expect(segmentBarsOf([bar("segment", "F-3", 10), bar("segment", "M-4", 20)])).toHaveLength(2);
    const few = [
      bar("segment", "F-3", 3),
      bar("segment", "F-4", 14),
      bar("segment", "M-3", 2),
      bar("segment", "M-4", 9),
    ];
    expect(segmentBarsOf(few)).toEqual([]);
  });
});

type People = Readonly<Record<"F" | "M", readonly number[]>>;
const sumOf = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0);

/** What a host is told of a store where each person came once. */
function told({ F, M }: People) {
  const ages = F.map((women, at) => bar("age", String(at), women + (M[at] ?? 0)));
  const sexes = [bar("sex", "F", sumOf(F)), bar("sex", "M", sumOf(M))];
  const segments = [F.map((n, at) => bar("segment", `F-${at}`, n)), M.map((n, at) => bar("segment", `M-${at}`, n))];
  const counts = [...sexes, ...ages, ...segments.flat()].filter(({ count }) => count > 0);
  const charts = new Map(chartsOf(["sex", "age", "segment"], counts).map(({ name, bars }) => [name, bars]));
  return { counts, of: (name: "sex" | "age" | "segment") => charts.get(name) };
}

const anyPeople: fc.Arbitrary<People> = fc.integer({ min: 1, max: 5 }).chain((ages) => {
  const line = fc.array(fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 60 })), {
    ...{ minLength: ages, maxLength: ages },
  });
  return fc.record({ F: line, M: line });
});

describe("S37: of any store", () => {
  test("no bar is told of too few, and what is hidden is two bars at least and of enough people", () => {
    fc.assert(
      fc.property(anyPeople, (people) => {
        const { counts, of } = told(people);
        for (const name of ["sex", "age"] as const) {
          const bars = of(name) ?? [];
          for (const { count } of bars) expect(count ?? fewestPeople).toBeGreaterThanOrEqual(fewestPeople);
          const hidden = hiddenOf(bars);
          if (hidden.length === 0) continue;
          expect(hidden.length).toBeGreaterThan(1);
          const there = counts.filter(({ chart, key }) => chart === name && hidden.includes(key));
          expect(sumOf(there.map(({ count }) => count))).toBeGreaterThanOrEqual(fewestPeople);
        }
      }),
    );
  });

  test("whoever knows every sum of a sex and of an age cannot reckon a segment of too few", () => {
    fc.assert(
      fc.property(anyPeople, (people) => {
        const bars = told(people).of("segment");
        if (bars === undefined) return;
        for (const { count } of bars) expect(count ?? fewestInSegment).toBeGreaterThanOrEqual(fewestInSegment);
        const hidden = { F: new Set<number>(), M: new Set<number>() };
        for (const key of hiddenOf(bars)) hidden[key[0] as "F" | "M"].add(Number(key.slice(2)));
        expect(hidden.F).toEqual(hidden.M);
        const rowOf = (sex: "F" | "M") => sumOf([...hidden[sex]].map((age) => people[sex][age] ?? 0));
        const ages = people.F.filter((women, age) => women + (people.M[age] ?? 0) > 0).length;
        const isWhole = hidden.F.size === ages;
        if (hidden.F.size > 0 && !isWhole) {
          for (const sex of ["F", "M"] as const) expect(rowOf(sex)).toBeGreaterThanOrEqual(fewestInSegment);
        }
        for (const age of hidden.F) {
          const both = (people.F[age] ?? 0) + (people.M[age] ?? 0);
          const [fewest, most] = [Math.max(0, both - rowOf("M")), Math.min(both, rowOf("F"))];
          expect(most).toBeGreaterThan(fewest);
        }
      }),
    );
  });
});
