import type { Machine, Versions } from "../processes/machine.ts";
import { type Counts, type Summary, summarise, totalOf } from "./figures.ts";
import type { Look, Outcome, SlotVerdict } from "./run.ts";
import { type Scenario, type ScenarioName, type Step, stayOf } from "./scenarios.ts";
import type { Heard } from "./window.ts";

export interface SecondRow extends Summary {
  readonly second: number;
  /** How many were there in the middle of it. */
  readonly people: number;
}

/** What a run is kept as. Milliseconds are of a request until its whole answer, as people saw it. */
export interface LoadReport {
  readonly scenario: ScenarioName;
  readonly scale: number;
  readonly hurry: number;
  readonly command: string;
  readonly takenAt: string;
  readonly machine: Machine;
  readonly database: string;
  readonly versions: Versions;
  readonly course: Scenario;
  readonly all: Summary & { readonly perSecond: number };
  readonly steps: readonly (Summary & { readonly step: Step })[];
  readonly seconds: readonly SecondRow[];
  readonly looks: readonly Look[];
  readonly sockets: Heard;
  readonly lines: readonly SlotVerdict[];
  readonly oversold: number;
  /** Pages and presses for which there was nothing but "come again", however often somebody asked. */
  readonly unanswered: number;
  /**
   * No request failed, nobody was without an answer or without a socket, of a hundred sockets at most one was lost, and
   * the checker found nothing.
   */
  readonly isClean: boolean;
  readonly generatorPercent: number;
}

interface Made {
  readonly scenario: ScenarioName;
  readonly scale: number;
  readonly hurry: number;
  readonly command: string;
  readonly course: Scenario;
  readonly machine: Machine;
  readonly database: string;
  readonly versions: Versions;
  readonly outcome: Outcome;
}

function secondsOf(counts: Counts, course: Scenario): SecondRow[] {
  const stays = Array.from({ length: course.people }, (_, at) => stayOf(at, course.people, course));
  const peopleAt = (second: number) => stays.filter(({ from, until }) => from <= second && second < until).length;
  return [...counts]
    .flatMap(([key, count]) => (typeof key === "number" ? [{ second: key, ...summarise(count) }] : []))
    .sort((one, other) => one.second - other.second)
    .map((row) => ({ ...row, people: peopleAt(row.second + 0.5) }));
}

const mostLost = 0.01;
const areSocketsWell = ({ people, opened, lost }: Heard, course: Scenario) =>
  !course.hasSockets || (people === course.people && lost <= mostLost * opened);

/** Everything that a run says, for the page, for JSON and for the terminal. */
export function makeLoadReport({ outcome, course, ...made }: Made): LoadReport {
  const { counts, unanswered, heard, looks, verdicts, generatorPercent } = outcome;
  const steps = [...counts].flatMap(([key, count]) =>
    typeof key === "number" ? [] : [{ step: key, ...summarise(count) }],
  );
  const total = summarise(totalOf(counts));
  const lastSecond = Math.max(...[...counts.keys()].filter((key) => typeof key === "number"));
  return {
    ...made,
    takenAt: new Date().toISOString(),
    course,
    all: { ...total, perSecond: Math.round((total.requests / (lastSecond + 1)) * 10) / 10 },
    steps,
    seconds: secondsOf(counts, course),
    looks,
    sockets: heard,
    lines: verdicts,
    oversold: verdicts.reduce((sum, { oversold }) => sum + oversold, 0),
    unanswered,
    isClean:
      total.failed + unanswered === 0 &&
      areSocketsWell(heard, course) &&
      verdicts.length > 0 &&
      verdicts.every(({ isClean }) => isClean),
    generatorPercent,
  };
}
