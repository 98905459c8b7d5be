import { type Machine, readMachine, type Versions } from "../../load/processes/machine.ts";
import type { Choices } from "../arguments.ts";
import type { Round, Rounds } from "../rounds.ts";
import { median } from "./median.ts";

/** A figure with a bar from DESIGN §8. */
export interface Result {
  readonly what: string;
  readonly value: number;
  readonly bar: string;
  readonly verdict: "met" | "missed";
  /** The same figure in each round, in order. */
  readonly rounds: readonly number[];
}

/** One thing that was measured: medians over the rounds, processor time in microseconds a request. */
export interface Line {
  readonly name: string;
  readonly requests: number;
  readonly perSecond: number;
  readonly elapsedMs: number;
  readonly serverMicros: number;
  readonly databaseMicros: number;
  readonly generatorMicros: number;
  readonly foreignShare: number;
  readonly facts: Readonly<Record<string, number>>;
}

export interface Report {
  readonly number: string;
  readonly question: string;
  readonly takenAt: string;
  readonly quick: boolean;
  readonly machine: Machine;
  readonly versions: Versions;
  readonly rounds: { readonly kept: number; readonly repeated: number; readonly noisy: number };
  readonly results: readonly Result[];
  readonly lines: readonly Line[];
}

export interface Ratio<Name extends string> {
  readonly what: string;
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly of: (round: Round<Name>) => number;
}

function judge<Name extends string>({ what, atLeast, atMost, of }: Ratio<Name>, rounds: Rounds<Name>): Result {
  const each = rounds.kept.map(of);
  const value = median(each);
  const met = value >= (atLeast ?? Number.NEGATIVE_INFINITY) && value <= (atMost ?? Number.POSITIVE_INFINITY);
  const bar = atLeast !== undefined ? `≥ ${atLeast}` : `≤ ${atMost}`;
  return { what, value, bar, verdict: met ? "met" : "missed", rounds: each };
}

function summarise<Name extends string>(name: Name, rounds: Rounds<Name>): Line {
  const all = rounds.kept.map((round) => round[name]);
  const middle = (of: (measured: (typeof all)[number]) => number) => median(all.map(of));
  const factNames = Object.keys(all[0]?.facts ?? {});
  return {
    name,
    requests: middle(({ requests }) => requests),
    perSecond: middle(({ requests, elapsedMs }) => (requests / elapsedMs) * 1_000),
    elapsedMs: middle(({ elapsedMs }) => elapsedMs),
    serverMicros: middle(({ serverMicros, requests }) => serverMicros / requests),
    databaseMicros: middle(({ databaseMicros, requests }) => databaseMicros / requests),
    generatorMicros: middle(({ generatorMicros, requests }) => generatorMicros / requests),
    foreignShare: middle(({ foreignShare }) => foreignShare),
    facts: Object.fromEntries(factNames.map((fact) => [fact, middle(({ facts }) => facts?.[fact] ?? Number.NaN)])),
  };
}

interface Findings<Name extends string> {
  readonly number: string;
  readonly question: string;
  readonly choices: Choices;
  /** Versions only the running services know, as that of PostgreSQL. */
  readonly services: Versions;
  readonly rounds: Rounds<Name>;
  readonly ratios: readonly Ratio<Name>[];
}

/** Medians of everything over the kept rounds; each ratio is taken within a round. */
export async function makeReport<Name extends string>(findings: Findings<Name>): Promise<Report> {
  const { number, question, choices, services, rounds, ratios } = findings;
  const { machine, versions } = await readMachine();
  const names = Object.keys(rounds.kept[0] ?? {}) as Name[];
  return {
    number,
    question,
    takenAt: new Date().toISOString(),
    quick: choices.quick,
    machine,
    versions: { ...versions, ...services },
    rounds: { kept: rounds.kept.length, repeated: rounds.repeated, noisy: rounds.noisy },
    results: ratios.map((ratio) => judge(ratio, rounds)),
    lines: names.map((name) => summarise(name, rounds)),
  };
}
