import { parseArgs } from "node:util";

export const benchmarkNames = [
  "base",
  "join",
  "burst",
  "growth",
  "engines",
  "live",
  "chat",
  "source",
  "list",
  "search",
  "recommend",
  "fit",
] as const;
export type BenchmarkName = (typeof benchmarkNames)[number];

/** How a benchmark is run; `quick` only shows that it works, its figures mean nothing. */
export interface Choices {
  readonly benchmark: BenchmarkName;
  readonly json: boolean;
  readonly quick: boolean;
  readonly rounds: number;
  /** A folder for V8 profiles of the product's server processes, written when they end. */
  readonly profile: string | null;
}

const mostRounds = 50;

/** What the command line says wrongly, in one line for whoever wrote it. */
export class ArgumentError extends Error {}

function readWords(given: readonly string[]) {
  try {
    return parseArgs({
      args: [...given],
      allowPositionals: true,
      options: {
        json: { type: "boolean", default: false },
        quick: { type: "boolean", default: false },
        rounds: { type: "string" },
        profile: { type: "string" },
      },
    });
  } catch (error) {
    throw new ArgumentError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** Reads the command line; an ArgumentError names what is wrong. */
export function readArguments(given: readonly string[]): Choices {
  const { values, positionals } = readWords(given);
  const benchmark = benchmarkNames.find((name) => name === positionals[0]);
  if (benchmark === undefined || positionals.length > 1) {
    throw new ArgumentError(
      `npm run bench -- ${benchmarkNames.join("|")} [--json] [--rounds N] [--quick] [--profile FOLDER]`,
    );
  }
  const rounds = Number(values.rounds ?? (values.quick ? 1 : 5));
  if (!Number.isInteger(rounds) || rounds < 1 || rounds > mostRounds) {
    throw new ArgumentError(`--rounds is a number from 1 to ${mostRounds}`);
  }
  return { benchmark, json: values.json, quick: values.quick, rounds, profile: values.profile ?? null };
}
