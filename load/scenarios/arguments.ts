import { parseArgs } from "node:util";
import { ArgumentError, webAddress } from "../rehearsal/arguments.ts";
import { type ScenarioName, scenarios } from "./scenarios.ts";

/** How a load is made. */
export interface Order {
  readonly scenario: ScenarioName;
  /** A part of the people and seats, above 0 and at most 1. */
  readonly scale: number;
  /** So many times as fast: minutes and pauses are divided by it. */
  readonly hurry: number;
  /** A running server; one of our own when left out. */
  readonly url: string | null;
  /** Prints the report as JSON and nothing else. */
  readonly json: boolean;
  /** A folder for the report as a page and as JSON. */
  readonly out: string;
}

const usage = "npm run load -- smoke|load|spike [--url ADDRESS] [--scale 0.1] [--hurry 1] [--out FOLDER] [--json]";

/** A minute is a second then. */
const mostHurry = 60;

function readWords(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        url: { type: "string" },
        scale: { type: "string", default: "1" },
        hurry: { type: "string", default: "1" },
        out: { type: "string", default: "data/load" },
        json: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    throw new ArgumentError(`${error instanceof Error ? error.message : error}\n${usage}`, { cause: error });
  }
}

/** Reads the command line; an ArgumentError names what is wrong. */
export function readOrder(words: readonly string[]): Order {
  const { values, positionals } = readWords(words);
  const [name = "", ...more] = positionals;
  if (!Object.hasOwn(scenarios, name) || more.length > 0) throw new ArgumentError(usage);
  const scale = Number(values.scale);
  if (!(scale > 0 && scale <= 1))
    throw new ArgumentError(`--scale must be above 0 and at most 1, not: ${values.scale}`);
  const hurry = Number(values.hurry);
  if (!(hurry >= 1 && hurry <= mostHurry)) {
    throw new ArgumentError(`--hurry must be from 1 to ${mostHurry}, not: ${values.hurry}`);
  }
  const { json, out } = values;
  return { scenario: name as ScenarioName, scale, hurry, url: webAddress(values.url), json, out };
}
