import { parseArgs } from "node:util";
import type { Weeks } from "../purchases/purchases.ts";

/** What the command line says wrongly, in one line for whoever wrote it. */
export class ArgumentError extends Error {}

const evaluateUsage = `npm run evaluate -- --train FILE [--test FILE] [--train-weeks 1-36] [--test-weeks 37-42]
  [--people FILE] [--truth FILE] [--dump FILE] [--json] [--seed N] | --ml100k FOLDER [--json] [--seed N]
Without --test, both windows are weeks of one file; where it is of months, write 202307-202403.`;

export interface EvaluateChoices {
  readonly train: string;
  readonly test: string;
  readonly trainWeeks: Weeks | null;
  readonly testWeeks: Weeks | null;
  readonly people: string | null;
  readonly truth: string | null;
  readonly dump: string | null;
  readonly ml100k: string | null;
  readonly json: boolean;
  readonly seed: number;
}

function readWeeks(text: string | undefined): Weeks | null {
  if (text === undefined) return null;
  const found = /^(\d{1,6})-(\d{1,6})$/.exec(text);
  const weeks = { first: Number(found?.[1]), last: Number(found?.[2]) };
  if (!(weeks.first <= weeks.last)) throw new ArgumentError(`"${text}" are no weeks; write 1-36\n${evaluateUsage}`);
  return weeks;
}

function readWhole(text: string, name: string, usage: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value >= 2 ** 32)
    throw new ArgumentError(`${name} is a whole number below 2^32\n${usage}`);
  return value;
}

const text = { type: "string" } as const;

function wordsOf<const Options extends NonNullable<Parameters<typeof parseArgs>[0]>["options"]>(
  given: readonly string[],
  options: Options,
  usage: string,
) {
  try {
    return parseArgs({ args: [...given], options: options as NonNullable<Options> }).values;
  } catch (error) {
    throw new ArgumentError(`${error instanceof Error ? error.message : error}\n${usage}`, { cause: error });
  }
}

export function readEvaluation(given: readonly string[]): EvaluateChoices {
  const names = ["train", "test", "train-weeks", "test-weeks", "people", "truth", "dump", "ml100k", "seed"] as const;
  const options = Object.fromEntries(names.map((name) => [name, text])) as Record<(typeof names)[number], typeof text>;
  const values = wordsOf(given, { ...options, json: { type: "boolean" } as const }, evaluateUsage);
  const { train = "", test, ml100k } = values;
  const [trainWeeks, testWeeks] = [readWeeks(values["train-weeks"]), readWeeks(values["test-weeks"])];
  const isMissing = train === "" || (test === undefined && (testWeeks === null || trainWeeks === null));
  if (ml100k === undefined && isMissing) throw new ArgumentError(evaluateUsage);
  return {
    train,
    test: test ?? train,
    trainWeeks,
    testWeeks,
    people: values.people ?? null,
    truth: values.truth ?? null,
    dump: values.dump ?? null,
    ml100k: ml100k ?? null,
    json: values.json === true,
    seed: readWhole(values.seed ?? "1", "--seed", evaluateUsage),
  };
}

const generateUsage = "npm run generate:purchases -- [--out FOLDER] [--seed N] [--strength 0…2]";

export interface GenerateChoices {
  readonly out: string;
  readonly seed: number;
  readonly strength: number;
}

export function readGeneration(given: readonly string[]): GenerateChoices {
  const {
    out = "data/purchases",
    seed = "1",
    strength = "1",
  } = wordsOf(given, { out: text, seed: text, strength: text } as const, generateUsage);
  const planted = Number(strength);
  if (strength.trim() === "" || !(planted >= 0 && planted <= 2)) {
    throw new ArgumentError(`--strength is from 0 to 2\n${generateUsage}`);
  }
  return { out, seed: readWhole(seed, "--seed", generateUsage), strength: planted };
}

const recommendUsage = `npm run recommend -- import FILE | fit [--seed N] | list | put-back ID, with DATABASE_URL.
import keeps purchases of cells of people, fit learns from the latest import, put-back makes a model live again.`;

export type RecommendOrder =
  | { readonly verb: "import"; readonly file: string }
  | { readonly verb: "fit"; readonly seed: number }
  | { readonly verb: "list" }
  | { readonly verb: "put-back"; readonly id: string };

export function readOrder(given: readonly string[]): RecommendOrder {
  const [verb, what = "", ...rest] = given;
  if (verb === "import" && what !== "" && rest.length === 0) return { verb, file: what };
  if (verb === "list" && what === "") return { verb };
  if (verb === "put-back" && /^[1-9]\d{0,17}$/.test(what) && rest.length === 0) return { verb, id: what };
  if (verb === "fit" && what === "") return { verb, seed: 1 };
  const isSeeded = verb === "fit" && what === "--seed" && rest.length === 1;
  if (isSeeded) return { verb, seed: readWhole(rest[0] ?? "", "--seed", recommendUsage) };
  throw new ArgumentError(recommendUsage);
}
