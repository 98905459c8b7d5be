import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createChance } from "../../platform/chance.ts";
import type { PurchaseRow } from "../rules.ts";
import { type Purchases, toPurchases } from "./purchases.ts";
import { ImportError } from "./rows.ts";

/** Of five ratings one is kept apart. */
const parts = 5;

/**
 * MovieLens 100K, which may not be shipped: `u.data` of a folder that somebody has, user, film, rating and moment in
 * each line. A rating is one purchase; a fifth of them, drawn by the seed, is the later window.
 */
export async function readRatings(folder: string, seed: number): Promise<{ train: Purchases; test: Purchases }> {
  const file = join(folder, "u.data");
  const chance = createChance(seed);
  const windows: { train: PurchaseRow[]; test: PurchaseRow[] } = { train: [], test: [] };
  for (const [at, line] of (await readFile(file, "utf8")).trimEnd().split("\n").entries()) {
    const [person = "", category = "", rating] = line.split("\t");
    if (person === "" || category === "" || !(Number(rating) >= 1)) throw new ImportError(`${file}, line ${at + 1}`);
    const row = { person, category, times: 1, amount: Number(rating) };
    if (chance.oneIn(parts)) windows.test.push({ ...row, week: 2 });
    else windows.train.push({ ...row, week: 1 });
  }
  return { train: toPurchases(windows.train), test: toPurchases(windows.test) };
}
