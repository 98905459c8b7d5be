import { describe, expect, test } from "vitest";
import { ArgumentError } from "../rehearsal/arguments.ts";
import { readOrder } from "./arguments.ts";
import { type Count, type Counts, note, quantileOf, summarise, together, totalOf } from "./figures.ts";
import { scaled, scenarios, stayOf } from "./scenarios.ts";

const sample = { step: "list", atSecond: 0, ms: 10, bytes: 100, outcome: "answered" } as const;

describe("what a load is", () => {
  test.each([
    ["smoke", 50, [60, 60, 60], ["list", "reserve", "position"]],
    ["load", 5_000, [120, 360, 120], ["list", "search", "detail", "reserve"]],
    ["spike", 10_000, [60, 60, 60], ["search", "detail", "reserve"]],
  ] as const)("S41, S42, S43: %s has the source's people, minutes and steps", (name, people, minutes, steps) => {
    const { upSeconds, flatSeconds, downSeconds, ...scenario } = scenarios[name];
    expect(scenario).toMatchObject({ people, steps });
    expect([upSeconds, flatSeconds, downSeconds]).toEqual(minutes);
  });

  test("people come one after the other, all are there in the middle, and they go one after the other", () => {
    const course = { upSeconds: 10, flatSeconds: 5, downSeconds: 20 };
    const stays = [0, 1, 2, 3].map((position) => stayOf(position, 4, course));
    expect(stays.map(({ from }) => from)).toEqual([0, 2.5, 5, 7.5]);
    expect(stays.map(({ until }) => until)).toEqual([35, 30, 25, 20]);
    expect(stays.every(({ from, until }) => from <= 10 && until >= 15)).toBe(true);
  });

  test("a part has fewer people and seats, a hurry less time, and neither is ever nothing", () => {
    expect(scaled(scenarios.spike, 0.01, 60)).toMatchObject({ people: 100, seats: 5, upSeconds: 1, slots: 4 });
    expect(scaled(scenarios.smoke, 0.001, 1)).toMatchObject({ people: 1, seats: 1, upSeconds: 60 });
  });

  test.each([
    [[], "smoke|load|spike"],
    [["soak"], "smoke|load|spike"],
    [["toString"], "smoke|load|spike"],
    [["smoke", "--scale", "0"], "--scale"],
    [["smoke", "--scale", "2"], "--scale"],
    [["smoke", "--hurry", "0.5"], "--hurry"],
    [["smoke", "--hurry", "x"], "--hurry"],
    [["smoke", "--url", "here"], "--url"],
    [["smoke", "--fast"], "--fast"],
  ])("%j is refused, and what is wrong is named", (words, named) => {
    expect(() => readOrder(words)).toThrow(ArgumentError);
    expect(() => readOrder(words)).toThrow(named);
  });
});

describe("what is counted", () => {
  test("percentiles are off by 2 % at most, and the longest is exact", () => {
    const counts: Counts = new Map();
    for (let ms = 1; ms <= 1_000; ms += 1) note(counts, { ...sample, ms });
    const count = counts.get("list") as Count;
    for (const share of [0.5, 0.95, 0.99]) {
      expect(Math.abs(quantileOf(count, share) / (1_000 * share) - 1)).toBeLessThan(0.025);
    }
    expect(summarise(count)).toMatchObject({ requests: 1_000, meanMs: 500.5, mostMs: 1_000, bytes: 100_000 });
  });

  test("nothing has no percentiles, and what takes longer than any bucket is the longest", () => {
    const counts: Counts = new Map();
    expect(quantileOf(totalOf(counts), 0.99)).toBe(0);
    note(counts, { ...sample, ms: 3_600_000 });
    expect(quantileOf(totalOf(counts), 0.5)).toBe(3_600_000);
  });

  test("processes are added step by step and second by second; to fail is not to be asked to come again", () => {
    const [one, other]: Counts[] = [new Map(), new Map()];
    note(one as Counts, sample);
    note(other as Counts, { ...sample, outcome: "failed", ms: 20 });
    note(other as Counts, { ...sample, step: "reserve", atSecond: 1, outcome: "come-again" });
    const all = together([one as Counts, other as Counts]);
    expect(summarise(all.get("list") as Count)).toMatchObject({ requests: 2, failed: 1, comeAgain: 0, meanMs: 15 });
    expect(summarise(all.get(1) as Count)).toMatchObject({ requests: 1, failed: 0, comeAgain: 1 });
    expect(summarise(totalOf(all))).toMatchObject({ requests: 3, failed: 1, comeAgain: 1, mostMs: 20 });
  });
});
