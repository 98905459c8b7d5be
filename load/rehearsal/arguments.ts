import { parseArgs } from "node:util";

/** What a rehearsal is to be like. Shares are between 0 and 1. */
export interface Rehearsal {
  readonly visitors: number;
  readonly seats: number;
  /** Who presses twice at once. */
  readonly doubleTaps: number;
  /** Whose first answer is lost on the way; they press again with the same key. */
  readonly drops: number;
  /** Who gives up their place or seat afterwards, so that the line moves. */
  readonly leaves: number;
  /** A running server; one of our own when left out. */
  readonly url: string | null;
  /** Where the tickets are written. */
  readonly csv: string;
}

const mostVisitors = 20_000;
const mostSeats = 20_000;

/** The command line is wrong, or names a server that is not there; the message is for whoever typed it. */
export class ArgumentError extends Error {}

function count(name: string, text: string, most: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= most) return number;
  throw new ArgumentError(`--${name} must be a whole number from 1 to ${most}, not: ${text}`);
}

/** "20%" is 0.2. */
function share(name: string, text: string): number {
  const percent = /^\d{1,3}(\.\d+)?%$/.test(text) ? Number(text.slice(0, -1)) : Number.NaN;
  if (percent <= 100) return percent / 100;
  throw new ArgumentError(`--${name} must be between 0% and 100%, not: ${text}`);
}

export function webAddress(text: string | undefined): string | null {
  if (text === undefined) return null;
  if (URL.canParse(text) && new URL(text).protocol.startsWith("http")) return new URL(text).origin;
  throw new ArgumentError(`--url must be an address like http://127.0.0.1:3000, not: ${text}`);
}

/** The words by their names, as `--visitors 300` or `--visitors=300`. */
function readWords(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: {
        visitors: { type: "string", default: "10000" },
        seats: { type: "string", default: "500" },
        "double-taps": { type: "string", default: "20%" },
        drops: { type: "string", default: "5%" },
        leaves: { type: "string", default: "10%" },
        url: { type: "string" },
        csv: { type: "string", default: "data/rehearsal.csv" },
      },
    }).values;
  } catch (error) {
    throw new ArgumentError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** Reads the command line; an ArgumentError names what is wrong. */
export function readRehearsal(words: readonly string[]): Rehearsal {
  const values = readWords(words);
  return {
    visitors: count("visitors", values.visitors, mostVisitors),
    seats: count("seats", values.seats, mostSeats),
    doubleTaps: share("double-taps", values["double-taps"]),
    drops: share("drops", values.drops),
    leaves: share("leaves", values.leaves),
    url: webAddress(values.url),
    csv: values.csv,
  };
}
