import { createWriteStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { ArgumentError, type EvaluateChoices, readEvaluation } from "./recommendations/commands/arguments.ts";
import { runCommand } from "./recommendations/commands/run-command.ts";
import { dumpOf } from "./recommendations/evaluation/dump.ts";
import { evaluate } from "./recommendations/evaluation/evaluate.ts";
import { reportOf } from "./recommendations/evaluation/report.ts";
import { createOracle } from "./recommendations/generator/oracle.ts";
import { readProfiles, readPurchases } from "./recommendations/purchases/purchase-file.csv.ts";
import { weeksOf, withinWeeks } from "./recommendations/purchases/purchases.ts";
import { readRatings } from "./recommendations/purchases/ratings.ml100k.ts";

async function readWindows({ train, test, trainWeeks, testWeeks, ml100k, seed }: EvaluateChoices) {
  if (ml100k !== null) return { ...(await readRatings(ml100k, seed)), isOfCells: false };
  const earlier = await readPurchases(train);
  const later = test === train ? earlier : await readPurchases(test);
  const windows = {
    train: trainWeeks === null ? earlier.purchases : withinWeeks(earlier.purchases, trainWeeks),
    test: testWeeks === null ? later.purchases : withinWeeks(later.purchases, testWeeks),
  };
  if (windows.train.week.length === 0 || windows.test.week.length === 0) {
    throw new ArgumentError("There are no purchases in these weeks.");
  }
  const [{ last }, { first }] = [weeksOf(windows.train), weeksOf(windows.test)];
  if (first <= last) {
    const found = `training has purchases up to week ${last}, the test from week ${first} on`;
    throw new ArgumentError(`What is tested on comes after what is trained on: ${found}.`);
  }
  return { ...windows, isOfCells: earlier.isOfCells };
}

/** `npm run evaluate`. */
async function main(): Promise<void> {
  const choices = readEvaluation(process.argv.slice(2));
  const windows = await readWindows(choices);
  const profiles = choices.people === null ? new Map() : await readProfiles(choices.people);
  const { categories } = windows.train;
  const truth = choices.truth === null ? null : JSON.parse(await readFile(choices.truth, "utf8"));
  const oracle = truth && createOracle(truth, categories, weeksOf(windows.test));
  const { evaluation, lists } = evaluate({ ...windows, profiles, prior: new Set(), seed: choices.seed, oracle });
  console.log(choices.json ? JSON.stringify(evaluation, null, 2) : reportOf(evaluation));
  if (choices.dump !== null) await pipeline(dumpOf(lists, categories), createWriteStream(choices.dump));
}

runCommand(main);
