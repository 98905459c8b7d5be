import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { ArgumentError } from "../rehearsal/arguments.ts";
import { answerTo } from "./answer.ts";
import { readQuestion } from "./arguments.ts";
import { busiestSecond, pressTimes } from "./crowd-course.ts";
import { enter } from "./entrance.ts";
import { planFor } from "./plan.ts";

const course = { joiners: 10_000, seconds: 10, halfSeconds: 2 };
const entrance = { cores: 2, joinMicros: 100, windowMs: 10, counterMs: 1, seed: 7 };

describe("how a crowd comes", () => {
  test("everybody presses once, within the time, earliest first, and as many in the first second as is said", () => {
    const times = pressTimes(course);
    expect(times).toHaveLength(10_000);
    expect([...times].sort((one, other) => one - other)).toEqual([...times]);
    expect(times.at(-1)).toBeLessThan(10_000);
    const first = times.filter((time) => time < 1_000).length;
    expect(Math.abs(first - busiestSecond(course))).toBeLessThanOrEqual(1);
  });

  test("half of all have pressed after one half time when there is no end to speak of", () => {
    const times = pressTimes({ joiners: 1_000, seconds: 600, halfSeconds: 2 });
    expect(times[499]).toBeCloseTo(2_000, -1);
  });
});

describe("the door", () => {
  test("with cores enough a ticket takes at most two windows and both ways, and order holds to the window", () => {
    const { lastMs, passedMostMs } = enter(course, { ...entrance, joinMicros: 50 });
    expect(lastMs).toBeLessThan(2 * entrance.windowMs + 2 * entrance.counterMs);
    expect(passedMostMs).toBeLessThan(entrance.windowMs + entrance.counterMs);
  });

  test("one core is a queue: whoever waits longest waits for all before them who were not done when they came", () => {
    // 10,000 joins of 2 ms are 20 s of work for a crowd that came within 10.
    const { lastMs, passedMostMs } = enter(course, { ...entrance, cores: 1, joinMicros: 2_000 });
    const waits = [...pressTimes(course)].map((press, before) => 2 * (before + 1) - press);
    expect(Math.abs(lastMs - Math.max(...waits))).toBeLessThan(2 * entrance.windowMs);
    expect(passedMostMs).toBe(0);
  });

  test("too few cores cost order too, and a seed plays the same opening again", () => {
    const few = { ...entrance, cores: 4, joinMicros: 2_000 };
    expect(enter(course, few).passedMostMs).toBeGreaterThan(10 * entrance.windowMs);
    expect(enter(course, few)).toEqual(enter(course, few));
    expect(enter(course, { ...few, seed: 8 })).not.toEqual(enter(course, few));
  });

  test("each core asks for a range each window while people come", () => {
    expect(enter({ ...course, joiners: 100_000 }, entrance).rangesASecond).toBe(2 * 100);
  });
});

test("OPERATIONS: cores are the busiest second ÷ (0.6 × joins per core and second)", () => {
  const costs = { joinMicros: 100, databaseMicros: 50, written: 200 };
  const plan = planFor({ joiners: 1_000_000, seconds: 1, halfSeconds: 2 }, costs);
  expect(plan).toMatchObject({ busiestSecond: 1_000_000, cores: 167, pollsASecond: 500_000 });
  expect(plan).toMatchObject({ writeAllSeconds: 50, writeSomeSeconds: 0.01 });
  expect(plan.pollSeconds).toBeCloseTo(1_000_000 / 150_000);
  expect(plan.messagesEach).toBeCloseTo((167 * 15_000) / 1_000_000);
});

test("what docs/operating/scaling.md says is what the command prints", async () => {
  expect(await readFile("docs/operating/scaling.md", "utf8")).toContain(answerTo(readQuestion([])));
});

test.each([
  ["1", "1"],
  ["20000", "3"],
  ["1000000", "5"],
])("of %s people: %s rows, each number of cores once", (joiners, rows) => {
  const said = answerTo(readQuestion(["--joiners", joiners]));
  const cores = [...said.matchAll(/^\| ([\d,]+) \|/gm)].map(([, figure]) => figure);
  expect(cores).toHaveLength(Number(rows));
  expect(new Set(cores).size).toBe(cores.length);
});

test.each([["--joiners", "0"], ["--seconds", "x"], ["--window-ms", "0"], ["--seats", "1"], ["more"]])(
  "a wrong word is refused: %s %s",
  (...words) => {
    expect(() => readQuestion(words.filter(Boolean))).toThrow(ArgumentError);
  },
);
