import { createWriteStream } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { readGeneration } from "./recommendations/commands/arguments.ts";
import { runCommand } from "./recommendations/commands/run-command.ts";
import { generatePurchases, purchaseColumns } from "./recommendations/generator/generate.ts";
import { cells } from "./recommendations/generator/truth.ts";
import { cellOf, profileOf } from "./recommendations/rules.ts";

/** `npm run generate:purchases`: purchases of the source's shape, who the cells are, and the truth that is hidden. */
async function main(): Promise<void> {
  const { out, seed, strength } = readGeneration(process.argv.slice(2));
  const { lines, truth } = generatePurchases(seed, strength);
  await mkdir(out, { recursive: true });
  const rows = lines.map((line) => `${purchaseColumns.map((column) => line[column]).join(",")}\n`);
  await pipeline([`${purchaseColumns.join(",")}\n`, ...rows], createWriteStream(join(out, "purchases.csv")));
  const people = cells.map((cell) => `${[cellOf(cell), ...profileOf(cell)].join()}\n`);
  await writeFile(join(out, "people.csv"), ["household_id,age,sex,region\n", ...people].join(""));
  await writeFile(join(out, "truth.json"), JSON.stringify(truth));
  console.log(`${lines.length} rows of ${cells.length} cells at strength ${strength}, seed ${seed}: ${out}`);
}

runCommand(main);
