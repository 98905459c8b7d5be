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

export class ArgumentError extends Error {}

function count(name: string, text: string, most: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= most) return number;
  throw new ArgumentError(`--${name} must be a whole number from 1 to ${most}, not: ${text}`);
}

/** "20%" is 0.2. */
function share(name: string, text: string): number {
  const percent = /^\d+(\.\d+)?%$/.test(text) ? Number(text.slice(0, -1)) : Number.NaN;
  if (percent <= 100) return percent / 100;
  throw new ArgumentError(`--${name} must be between 0% and 100%, not: ${text}`);
}

function webAddress(text: string | undefined): string | null {
  if (text === undefined) return null;
  if (URL.canParse(text) && new URL(text).protocol.startsWith("http")) return new URL(text).origin;
  throw new ArgumentError(`--url must be an address like http://127.0.0.1:3000, not: ${text}`);
}

/** Reads the command line; an ArgumentError names what is wrong. */
export function readRehearsal(words: readonly string[]): Rehearsal {
  const { values } = parseArgs({
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
  });
  return {
    visitors: count("visitors", values.visitors, mostVisitors),
    seats: count("seats", values.seats, 100_000),
    doubleTaps: share("double-taps", values["double-taps"]),
    drops: share("drops", values.drops),
    leaves: share("leaves", values.leaves),
    url: webAddress(values.url),
    csv: values.csv,
  };
}
