import { parseArgs } from "node:util";
import { createHouse } from "./house.ts";
import { planOf } from "./plan.ts";
import { playRound } from "./round.ts";

const size = { mostServers: 4, people: 400, loadMs: 6_000 };
const mostRounds = 1_000;
/** Of each round's findings so many are shown. */
const mostShown = 5;

class ArgumentError extends Error {}

function whole(name: string, text: string, most: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 0 && number <= most) return number;
  throw new ArgumentError(`--${name} must be a whole number up to ${most}, not: ${text}`);
}

function readWords(words: readonly string[]) {
  const options = { rounds: { type: "string" }, seed: { type: "string" } } as const;
  const { rounds, seed } = parseArgs({ args: [...words], options }).values;
  return {
    rounds: whole("rounds", rounds ?? (seed === undefined ? "10" : "1"), mostRounds),
    seed: whole("seed", seed ?? String(Math.trunc(Math.random() * 2 ** 31)), 2 ** 32),
  };
}

/**
 * `npm run faults -- --rounds 50`: so many rounds, each with a seed of its own that is printed; `--seed` replays one,
 * and with `--rounds` those that follow it. Exit 0 when all were clean, 1 when one was not or proved nothing.
 */
async function main(): Promise<number> {
  const { rounds, seed: first } = readWords(process.argv.slice(2));
  const house = await createHouse(size.mostServers);
  let unclean = 0;
  try {
    for (let round = 1; round <= rounds; round += 1) {
      const seed = first + round - 1;
      const { findings, summary } = await playRound(house, planOf(seed, size));
      console.log(`${round}/${rounds} --seed ${seed}: ${findings.length === 0 ? "clean" : "NOT CLEAN"}; ${summary}`);
      for (const finding of findings.slice(0, mostShown)) console.log(`    ${finding}`);
      unclean += findings.length === 0 ? 0 : 1;
    }
  } finally {
    await house.close();
  }
  console.log(unclean === 0 ? `All ${rounds} rounds were clean.` : `${unclean} of ${rounds} rounds were NOT clean.`);
  return unclean === 0 ? 0 : 1;
}

void main()
  .catch((error: unknown) => {
    console.error(error instanceof ArgumentError ? error.message : error);
    return 1;
  })
  .then((code) => {
    process.exitCode = code;
  });
