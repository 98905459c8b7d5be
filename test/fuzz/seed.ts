/** The seed of this run: `FUZZ_SEED` replays one, otherwise a new one; printed either way. */
export function chooseSeed(what: string): number {
  const given = process.env.FUZZ_SEED;
  const seed = given === undefined ? Math.trunc(Math.random() * 2 ** 31) : Number(given);
  if (!Number.isInteger(seed)) throw new Error(`FUZZ_SEED is a whole number, not ${given}.`);
  process.stdout.write(`${what}: replay it with FUZZ_SEED=${seed}\n`);
  return seed;
}

/** How many of each kind: `FUZZ_RUNS`, or so many. */
export function runsOr(usual: number): number {
  return Number(process.env.FUZZ_RUNS ?? usual);
}

/** Milliseconds that a test may take when it is asked for more than usual: a second a run, two minutes at least. */
export const timeoutFor = (runs: number) => Math.max(120_000, runs * 1_000);
