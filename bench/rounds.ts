import type { Measured } from "./measure.ts";

/** Above this share of the machine in other hands, a run says more about them than about us (DESIGN §8). */
const mostForeignShare = 0.1;
/** A run is repeated until it is quiet, at most so often in all; then the quietest one counts, and is called noisy. */
const mostTries = 4;

/** Figures of a run beside its time, as displacement or oversells. */
export type Facts = Readonly<Record<string, number>>;
export type Part = Measured & { readonly facts?: Facts };
/** The parts of one round by name, run one after the other: A B C, then the next round A B C. */
export type Round<Name extends string> = Readonly<Record<Name, Part>>;

export interface Rounds<Name extends string> {
  readonly kept: readonly Round<Name>[];
  /** Runs thrown away because others used the machine. */
  readonly repeated: number;
  /** Runs kept although others used the machine, since no quieter ones came. */
  readonly noisy: number;
}

interface Wish<Name extends string> {
  readonly rounds: number;
  readonly quick: boolean;
  /** Each runs its part once, on fresh slots and people, in the order they are written. */
  readonly parts: Readonly<Record<Name, () => Promise<Part>>>;
}

/** How often a part may run at most, the warm-up included: whoever makes people for it makes as many. */
export const mostRunsOf = (rounds: number) => (1 + rounds) * mostTries;

const isQuiet = ({ foreignShare }: Part) => foreignShare <= mostForeignShare;

/** One round to warm up, then as many as wanted. A run with over 10 % foreign processor time is repeated. */
export async function interleave<Name extends string>({ rounds, quick, parts }: Wish<Name>): Promise<Rounds<Name>> {
  const names = Object.keys(parts) as Name[];
  let repeated = 0;

  async function runQuietly(name: Name): Promise<Part> {
    const tries = [await parts[name]()];
    while (!quick && !tries.some(isQuiet) && tries.length < mostTries) tries.push(await parts[name]());
    repeated += tries.length - 1;
    const best = tries.reduce((one, other) => (other.foreignShare < one.foreignShare ? other : one));
    console.error(`  ${name}: ${describe(best)}`);
    return best;
  }

  async function runRound(): Promise<Round<Name>> {
    const round: Partial<Record<Name, Part>> = {};
    for (const name of names) round[name] = await runQuietly(name);
    return round as Round<Name>;
  }

  if (!quick) {
    console.error("warming up");
    for (const name of names) await parts[name]();
  }
  const kept: Round<Name>[] = [];
  while (kept.length < rounds) {
    console.error(`round ${kept.length + 1}`);
    kept.push(await runRound());
  }
  const noisy = kept.flatMap((round) => Object.values<Part>(round)).filter((part) => !isQuiet(part)).length;
  return { kept, repeated, noisy };
}

function describe({ requests, elapsedMs, foreignShare }: Part): string {
  const perSecond = Math.round((requests / elapsedMs) * 1_000);
  return `${perSecond} a second, ${Math.round(elapsedMs)} ms, foreign ${(foreignShare * 100).toFixed(0)} %`;
}
