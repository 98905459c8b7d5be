import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fewestInSegment, fewestPeople } from "../../shared/insights.ts";
import { barsOf, type Counted, chartsOf, peopleBarsOf } from "./rules.ts";

const bar = (chart: string, key: string, count: number, people: number | null = count): Counted => ({
  ...{ chart, key, count, people },
});
const segmentsOf = (counts: readonly Counted[]) => peopleBarsOf(counts).segment;
const hiddenOf = (bars: ReturnType<typeof barsOf>) => bars.filter(({ count }) => count === null).map(({ key }) => key);

describe("S37: what is of too few people is not told, and cannot be reckoned from what is", () => {
  test("fewer than 5 people are hidden, and so many others with them that the rest tells of nobody", () => {
    const alone = (...people: readonly number[]) => {
      const ages = people.map((each, at) => bar("segment", `${at % 2 ? "F" : "M"}-${at + 1}`, each));
      return peopleBarsOf(ages).age;
    };
    expect(hiddenOf(alone(4, 3, 6, 40))).toEqual(["1", "2"]);
    expect(hiddenOf(alone(3, 6, 40))).toEqual(["1", "2"]);
    // One and one are two, each of them one.
    expect(hiddenOf(alone(1, 1, 20))).toEqual(["1", "2", "3"]);
    expect(alone(1, 1)).toEqual([]);
    expect(alone(1)).toEqual([]);
  });

  test("who comes in two months may be the same few, so months are hidden until one of them is of enough", () => {
    const months = [bar("month", "202601", 9, 3), bar("month", "202602", 9, 3), bar("month", "202603", 30, 12)];
    expect(hiddenOf(barsOf(months))).toEqual(["202601", "202602", "202603"]);
  });

  test("who opened the page is hidden alone: it is no part of those who joined", () => {
    const steps = [bar("funnel", "opened", 3), bar("funnel", "joined", 20, null), bar("funnel", "came", 2, null)];
    expect(barsOf(steps).map(({ count }) => count)).toEqual([null, 20, 2]);
  });

  test("an age that is hidden has no segments, and where all are of one sex, its bars are segments", () => {
    const cells = { "F-2": 10, "F-3": 1, "F-4": 11, "F-5": 30, "M-2": 30, "M-4": 11, "M-5": 10 };
    const { age, segment } = peopleBarsOf(Object.entries(cells).map(([key, count]) => bar("segment", key, count)));
    expect(hiddenOf(age)).toEqual(["3", "4"]);
    expect(hiddenOf(segment)).toEqual(["F-3", "F-4", "M-3", "M-4"]);
    const men = [bar("segment", "M-2", 12), bar("segment", "M-3", 6), bar("segment", "M-4", 20)];
    expect(hiddenOf(peopleBarsOf(men).age)).toEqual(["2", "3"]);
    const thirties = [bar("segment", "F-3", 12), bar("segment", "M-3", 6)];
    expect(hiddenOf(peopleBarsOf(thirties).sex)).toEqual(["F", "M"]);
  });

  test("counts of lines and of purchases of cells are of nobody, and nothing is hidden of what is nothing", () => {
    expect(hiddenOf(barsOf([bar("cell", "11-F-1", 2, null)]))).toEqual([]);
    expect(hiddenOf(barsOf([bar("funnel", "opened", 0, 0), bar("funnel", "joined", 2, null)]))).toEqual([]);
  });

  test("a segment of fewer than 10 hides a block, with its neighbours of the same sex and of the same age", () => {
    const cells = { "F-2": 30, "F-3": 1, "F-4": 15, "M-2": 30, "M-3": 12, "M-4": 15 };
    const counts = Object.entries(cells).map(([key, count]) => bar("segment", key, count));
    expect(segmentsOf(counts)).toEqual([
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
    expect(segmentsOf(women)).toEqual([]);
    expect(segmentsOf([bar("segment", "F-3", 9), bar("segment", "M-3", 20)])).toEqual([]);
    expect(segmentsOf([bar("segment", "F-3", 10), bar("segment", "M-4", 20)])).toHaveLength(2);
    const few = [
      bar("segment", "F-3", 3),
      bar("segment", "F-4", 14),
      bar("segment", "M-3", 2),
      bar("segment", "M-4", 9),
    ];
    expect(segmentsOf(few)).toEqual([]);
  });
});

type People = Readonly<Record<"F" | "M", readonly number[]>>;
const sumOf = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0);

/** What a host is told of a store where each person came once. */
function toldOf({ F, M }: People) {
  const segments = [F.map((n, at) => bar("segment", `F-${at}`, n)), M.map((n, at) => bar("segment", `M-${at}`, n))];
  const counts = segments.flat().filter(({ count }) => count > 0);
  const charts = new Map(chartsOf(["sex", "age", "segment"], counts).map(({ name, bars }) => [name, bars]));
  return (name: "sex" | "age" | "segment") => charts.get(name);
}

const anyPeople: fc.Arbitrary<People> = fc.integer({ min: 1, max: 5 }).chain((ages) => {
  const line = fc.array(fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 60 })), {
    ...{ minLength: ages, maxLength: ages },
  });
  return fc.record({ F: line, M: line });
});

describe("S37: of any store", () => {
  const ofSex = ({ F, M }: People, sex: string) => sumOf(sex === "F" ? F : M);
  const ofAge = ({ F, M }: People, age: number) => (F[age] ?? 0) + (M[age] ?? 0);

  test("no bar is told of too few, and what is hidden is two bars at least and of enough people", () => {
    fc.assert(
      fc.property(anyPeople, (people) => {
        const of = toldOf(people);
        for (const name of ["sex", "age"] as const) {
          const bars = of(name) ?? [];
          for (const { count } of bars) expect(count ?? fewestPeople).toBeGreaterThanOrEqual(fewestPeople);
          const hidden = hiddenOf(bars);
          if (hidden.length === 0) continue;
          expect(hidden.length).toBeGreaterThan(1);
          const there = hidden.map((key) => (name === "sex" ? ofSex(people, key) : ofAge(people, Number(key))));
          expect(sumOf(there)).toBeGreaterThanOrEqual(fewestPeople);
        }
      }),
    );
  });

  test("whoever knows every sum that is told cannot reckon a segment of too few, nor a hidden age", () => {
    fc.assert(
      fc.property(anyPeople, (people) => {
        const of = toldOf(people);
        const bars = of("segment");
        if (bars === undefined) return;
        for (const { count } of bars) expect(count ?? fewestInSegment).toBeGreaterThanOrEqual(fewestInSegment);
        const hidden = { F: new Set<number>(), M: new Set<number>() };
        for (const key of hiddenOf(bars)) hidden[key[0] as "F" | "M"].add(Number(key.slice(2)));
        expect(hidden.F).toEqual(hidden.M);
        expect(hiddenOf(of("sex") ?? [])).toEqual([]);
        const untold = new Set(hiddenOf(of("age") ?? []).map(Number));
        for (const age of untold) expect(hidden.F).toContain(age);
        const rowOf = (sex: "F" | "M") => sumOf([...hidden[sex]].map((age) => people[sex][age] ?? 0));
        const ages = people.F.filter((_, age) => ofAge(people, age) > 0).length;
        if (hidden.F.size > 0 && hidden.F.size < ages) {
          for (const sex of ["F", "M"] as const) expect(rowOf(sex)).toBeGreaterThanOrEqual(fewestInSegment);
        }
        // Of an age that is told, its hidden segments are as many as the other hidden ones leave it.
        for (const age of [...hidden.F].filter((each) => !untold.has(each))) {
          const both = ofAge(people, age);
          expect(Math.min(both, rowOf("F"))).toBeGreaterThan(Math.max(0, both - rowOf("M")));
        }
      }),
    );
  });
});
