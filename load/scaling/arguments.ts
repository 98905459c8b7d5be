import { parseArgs } from "node:util";
import { ArgumentError } from "../rehearsal/arguments.ts";
import type { CrowdCourse } from "./crowd-course.ts";
import type { Entrance } from "./entrance.ts";
import type { Costs } from "./plan.ts";

export interface Question {
  readonly course: CrowdCourse;
  readonly costs: Costs;
  readonly entrance: Omit<Entrance, "cores" | "joinMicros">;
}

/** Costs are those of docs/benchmarks.md: ten thousand connections that speak at once; a waitlisted join's database. */
const usual = {
  joiners: "1000000",
  seconds: "10",
  "half-seconds": "2",
  written: "10000",
  "join-micros": "127",
  "database-micros": "33",
  "window-ms": "10",
  "counter-ms": "1",
  seed: "1",
};

/** Lowest and highest that make sense; a simulation holds every press in memory. */
const bounds: Record<keyof typeof usual, readonly [least: number, most: number]> = {
  joiners: [1, 5_000_000],
  seconds: [0.1, 600],
  "half-seconds": [0.05, 600],
  written: [1, 5_000_000],
  "join-micros": [1, 100_000],
  "database-micros": [1, 100_000],
  "window-ms": [1, 1_000],
  "counter-ms": [0.1, 1_000],
  seed: [0, 2 ** 31],
};

function readWords(words: readonly string[]) {
  const options = Object.fromEntries(
    Object.entries(usual).map(([name, text]) => [name, { type: "string" as const, default: text }]),
  );
  try {
    return parseArgs({ args: [...words], options }).values as typeof usual;
  } catch (error) {
    throw new ArgumentError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** Reads the command line; an ArgumentError names what is wrong. */
export function readQuestion(words: readonly string[]): Question {
  const values = readWords(words);
  const number = (name: keyof typeof usual) => {
    const [least, most] = bounds[name];
    const value = Number(values[name]);
    if (value >= least && value <= most) return value;
    throw new ArgumentError(`--${name} must be from ${least} to ${most}, not: ${values[name]}`);
  };
  const whole = (name: "joiners" | "written" | "seed") => Math.round(number(name));
  return {
    course: { joiners: whole("joiners"), seconds: number("seconds"), halfSeconds: number("half-seconds") },
    costs: {
      ...{ joinMicros: number("join-micros"), databaseMicros: number("database-micros"), written: whole("written") },
    },
    entrance: { windowMs: number("window-ms"), counterMs: number("counter-ms"), seed: whole("seed") },
  };
}
