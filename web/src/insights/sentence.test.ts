import { describe, expect, test } from "vitest";
import type { Chart } from "../../../shared/insights.ts";
import { insights as en } from "../messages/en/insights.ts";
import { insights as ko } from "../messages/ko/insights.ts";
import { sentenceOf, sumOf } from "./sentence.ts";

const chartOf = (name: Chart["name"], counts: Readonly<Record<string, number | null>>): Chart =>
  ({ name, bars: Object.entries(counts).map(([key, count]) => ({ key, count })) }) as Chart;
const said = (chart: Chart) => [ko, en].map((texts) => sentenceOf(chart, sumOf(chart), texts, String));

describe("D27: the sentence above a chart says what its bars do", () => {
  test("the most of all, with its share", () => {
    const ages = chartOf("age", { 3: 30, 4: 10 });
    expect(said(ages)).toEqual(["가장 많은 것은 30대 (30, 75.0 %)이에요.", "Most: 30s (30, 75.0 %)."]);
  });

  test("of bars that are alike none is the most alone", () => {
    const sexes = chartOf("sex", { F: 10, M: 10 });
    const [korean, english] = said(sexes);
    expect(korean).toBe("가장 많은 것은 여성, 남성 (각각 10, 50.0 %)이에요.");
    expect(english).toBe("Most: Female, Male (10 each, 50.0 %).");
    const ages = chartOf("age", { 1: 5, 2: 5, 3: 5, 4: 5, 5: 1 });
    expect(said(ages)).toEqual(["가장 많은 것은 막대 4개 (각각 5, 23.8 %)이에요.", "Most: 4 bars (5 each, 23.8 %)."]);
  });

  test("beside hidden ones only the most of those that are shown, and no share", () => {
    const ages = chartOf("age", { 3: 10, 4: null, 5: null });
    expect(said(ages)).toEqual(["보이는 것 가운데는 30대 (10)가 가장 많아요.", "Most of those shown: 30s (10)."]);
  });

  test("where all is hidden, that it is of too few; where there is nothing, that", () => {
    expect(said(chartOf("sex", { F: null, M: null }))).toEqual([ko.tooFew, en.tooFew]);
    const steps = chartOf("funnel", { opened: 0, joined: 0, seated: 0, came: 0 });
    expect(said(steps)).toEqual([ko.nothing, en.nothing]);
  });

  test("how many of those who joined came", () => {
    const steps = chartOf("funnel", { opened: null, joined: 20, seated: 19, came: 5 });
    expect(said(steps)).toEqual(["줄 선 20건 가운데 5건이 다녀갔어요 (25.0 %).", "5 of 20 who joined came (25.0 %)."]);
  });
});
