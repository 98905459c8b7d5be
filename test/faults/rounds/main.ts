import { parseArgs } from "node:util";
import { createHouse, type House, type LineKind } from "./house.ts";
import { playLong } from "./long.ts";
import { planOf } from "./plan.ts";
import { type Outcome, playRound } from "./round.ts";
import { playSlow, type SlowRound } from "./slow.ts";

const size = { mostServers: 4, people: 400, loadMs: 6_000 };
/** Of a slow PostgreSQL: more would want the processors that show it. */
const slowServers = 2;
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
  const text = { type: "string" } as const;
  const options = {
    rounds: text,
    seed: text,
    line: text,
    long: { type: "boolean" },
    slow: { type: "boolean" },
  } as const;
  const { rounds, seed, long = false, slow = false, line = "direct" } = parseArgs({ args: [...words], options }).values;
  if (line !== "direct" && line !== "buffered") {
    throw new ArgumentError(`--line must be direct or buffered, not: ${line}`);
  }
  return {
    line: line as LineKind,
    isLong: long,
    isSlow: slow,
    rounds: whole("rounds", rounds ?? (seed === undefined ? "10" : "1"), mostRounds),
    seed: whole("seed", seed ?? String(Math.trunc(Math.random() * 2 ** 31)), 2 ** 32),
  };
}

/** A line of what happened, and what was wrong; answers whether nothing was. */
function tell(name: string, { findings, summary }: Outcome): boolean {
  console.log(`${name}: ${findings.length === 0 ? "clean" : "NOT CLEAN"}; ${summary}.`);
  for (const finding of findings.slice(0, mostShown)) console.log(`    ${finding}`);
  return findings.length === 0;
}

async function playRounds(house: House, first: number, rounds: number): Promise<boolean> {
  let clean = 0;
  for (let round = 1; round <= rounds; round += 1) {
    const seed = first + round - 1;
    if (tell(`${round}/${rounds} --seed ${seed}`, await playRound(house, planOf(seed, size)))) clean += 1;
  }
  console.log(clean === rounds ? `All ${rounds} rounds were clean.` : `${rounds - clean} of ${rounds} were NOT clean.`);
  return clean === rounds;
}

async function inHouse<Answer>(servers: number, line: LineKind, play: (house: House) => Promise<Answer>) {
  const house = await createHouse(servers, line);
  try {
    return await play(house);
  } finally {
    await house.close();
  }
}

/** The same on both lines, one after the other. */
async function compareSlow(): Promise<boolean> {
  const played: SlowRound[] = [];
  for (const line of ["direct", "buffered"] as const) played.push(await inHouse(slowServers, line, playSlow));
  const [direct, buffered] = played as [SlowRound, SlowRound];
  const areClean = [tell("slow, direct", direct), tell("slow, buffered", buffered)];
  console.log(`Direct ÷ buffered, p50 until the answer: ${(direct.medianMs / buffered.medianMs).toFixed(1)}.`);
  return areClean.every(Boolean);
}

/**
 * `npm run faults -- --rounds 50`: so many rounds, each with a seed of its own that is printed; `--seed` replays one,
 * and with `--rounds` those that follow it. `--long` plays ten thousand people with PostgreSQL away for 30 s instead.
 * `--line buffered` plays either on the buffered line. `--slow` plays both lines, more people than PostgreSQL takes.
 * Exit 0 when all was clean, 1 when something was not or proved nothing.
 */
async function main(): Promise<number> {
  const { line, isLong, isSlow, rounds, seed } = readWords(process.argv.slice(2));
  if (isSlow) return (await compareSlow()) ? 0 : 1;
  const isClean = await inHouse(size.mostServers, line, async (house) =>
    isLong ? tell(`long, ${line}`, await playLong(house)) : playRounds(house, seed, rounds),
  );
  return isClean ? 0 : 1;
}

void main()
  .catch((error: unknown) => {
    console.error(error instanceof ArgumentError ? error.message : error);
    return 1;
  })
  .then((code) => {
    process.exitCode = code;
  });
