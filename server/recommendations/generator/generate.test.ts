import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { ageBands, regions, sexes } from "../../../shared/people-codes.ts";
import { goodsCodes } from "../../../shared/purchase-codes.ts";
import { evaluate } from "../evaluation/evaluate.ts";
import { fitCells } from "../fitting/fit-cells.ts";
import { type Profiles, toPurchases, weeksOf, withinWeeks } from "../purchases/purchases.ts";
import { cellOf, mayGoLive, profileOf } from "../rules.ts";
import { generatePurchases, type PurchaseLine, purchaseColumns } from "./generate.ts";
import { createOracle } from "./oracle.ts";
import { cells } from "./truth.ts";

const made = [0, 2].map((strength) => generatePurchases(1, strength));
const [flat, planted] = made as [(typeof made)[0], (typeof made)[0]];

const boughtBy = ({ cst_addr_no, sex, age }: PurchaseLine) => `${cst_addr_no}-${sex}-${age}`;

describe("S33: generated purchases have the source's shape", () => {
  test("118,176 rows of its 10 columns, all of them codes that the form has too (D28)", () => {
    const { lines } = planted;
    expect(lines.length).toBe(118_176);
    expect(Object.keys(lines[0] ?? {})).toEqual([
      ..."yyyymm sex age cst_addr_no weekend aftern lclss sale_qty sale_amt sale_cnt".split(" "),
    ]);
    const valuesOf = (column: (typeof purchaseColumns)[number]) =>
      [...new Set(lines.map((line) => line[column]))].sort();
    expect(valuesOf("sex")).toEqual([...sexes]);
    expect(valuesOf("age")).toEqual([...ageBands]);
    expect(valuesOf("cst_addr_no")).toEqual([...regions].sort());
    expect(valuesOf("lclss")).toEqual([...goodsCodes].sort());
    expect(goodsCodes.length).toBe(25);
    expect(valuesOf("yyyymm").length).toBe(12);
    expect([valuesOf("yyyymm")[0], valuesOf("yyyymm").at(-1)]).toEqual([202307, 202406]);
    expect([valuesOf("weekend"), valuesOf("aftern")]).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });

  test("S34: 170 cells, each of which bought; no two rows of one place", () => {
    const { lines } = planted;
    expect(new Set(lines.map(boughtBy))).toEqual(new Set(cells.map(cellOf)));
    expect(cells.length).toBe(170);
    const placeOf = (line: (typeof lines)[0]) =>
      [boughtBy(line), line.yyyymm, line.weekend, line.aftern, line.lclss].join();
    expect(new Set(lines.map(placeOf)).size).toBe(lines.length);
    for (const { sale_qty, sale_amt, sale_cnt } of lines) {
      if (!(Number(sale_cnt) >= 1 && Number(sale_qty) >= Number(sale_cnt) && Number(sale_amt) >= 100)) expect.fail();
    }
  });

  test("the same seed makes the same rows", () => {
    expect(JSON.stringify(generatePurchases(1, 2).lines) === JSON.stringify(planted.lines)).toBe(true);
  });

  test("the hidden truth expects as many purchases as there are, give or take chance", () => {
    for (const { lines, truth } of made) {
      const bought = lines.reduce((sum, { sale_cnt }) => sum + Number(sale_cnt), 0);
      const expected = Object.values(truth.expected)
        .flat(2)
        .reduce((sum, each) => sum + each, 0);
      expect(Math.abs(bought - expected) / Math.sqrt(expected)).toBeLessThan(5);
    }
  });
});

/** Nine months to learn from, three to be judged on. */
function judged({ lines, truth }: typeof planted) {
  const purchases = toPurchases(
    lines.map((line) => ({
      person: boughtBy(line),
      category: String(line.lclss),
      week: Number(line.yyyymm),
      times: Number(line.sale_cnt),
      amount: Number(line.sale_amt),
    })),
  );
  const train = withinWeeks(purchases, { first: 202307, last: 202403 });
  const later = withinWeeks(purchases, { first: 202404, last: 202406 });
  const profiles: Profiles = new Map(cells.map((cell) => [cellOf(cell), profileOf(cell)]));
  const oracle = createOracle(truth, train.categories, weeksOf(later));
  const { evaluation } = evaluate({ train, test: later, profiles, prior: new Set(), isOfCells: true, seed: 1, oracle });
  const standingOf = (name: string) => {
    const found = evaluation.repeats.standings.find((each) => each.name === name);
    if (found === undefined) throw new Error(`${name} is not there`);
    return found;
  };
  return { evaluation, standingOf };
}

describe("D26: what is planted is what is found", () => {
  test("at strength 0 no model beats popularity by more than chance, and the shipped one is none the worse", () => {
    const { evaluation, standingOf } = judged(flat);
    expect(standingOf("shipped").ndcg10ToPopularity.high).toBeGreaterThanOrEqual(0);
    for (const { name, precision3ToPopularity, ndcg10ToPopularity } of evaluation.repeats.standings) {
      if (name === "ceiling" || name === "oracle") continue;
      expect([name, precision3ToPopularity.low > 0, ndcg10ToPopularity.low > 0]).toEqual([name, false, false]);
    }
  });

  test("at strength 2 the shipped model does, also for cells it never saw, and comes near the oracle", () => {
    const { evaluation, standingOf } = judged(planted);
    const shipped = standingOf("shipped");
    expect(shipped.precision3ToPopularity.low).toBeGreaterThan(0.1);
    expect(shipped.ndcg10ToPopularity.low).toBeGreaterThan(0.1);
    const oracle = standingOf("oracle").figures;
    expect(shipped.figures.precision3 / oracle.precision3).toBeGreaterThan(0.8);
    expect(oracle.ndcg10).toBeGreaterThan(shipped.figures.ndcg10);
    expect(evaluation.coldStart?.later?.precision3ToPopularity.low).toBeGreaterThan(0);
    expect(standingOf("source").figures.precision3).toBeLessThan(standingOf("popularity").figures.precision3);
  });
});

/**
 * Of what `npm run generate:purchases` writes, as `npm run recommend` learns; `npm test -- --update` writes it. How
 * long the fit took differs each time, so it is given.
 */
function demoModel(fitMs: number): string {
  const { lines } = planted;
  const file = [
    purchaseColumns.join(),
    ...lines.map((line) => purchaseColumns.map((column) => line[column]).join()),
    "",
  ];
  const purchases = lines.map((line) => ({
    month: Number(line.yyyymm),
    sex: String(line.sex),
    age: Number(line.age),
    region: String(line.cst_addr_no),
    isWeekend: line.weekend === 1,
    isAfternoon: line.aftern === 1,
    category: String(line.lclss),
    quantity: Number(line.sale_qty),
    amount: Number(line.sale_amt),
    times: Number(line.sale_cnt),
  }));
  const { learned, measured, metrics } = fitCells(purchases, 1, () => undefined);
  expect(mayGoLive(measured, "purchases")).toBe(true);
  const hash = createHash("sha256").update(file.join("\n")).digest("hex");
  const source = "generated purchases, seed 1, strength 2";
  const seeded = { source, hash, rows: lines.length, seed: 1, metrics: { ...metrics, fitMs }, learned };
  return `${JSON.stringify(seeded)}\n`;
}

test("the demo's model is the one that generated purchases make, and may go live", async () => {
  const file = "../../demo/model.json";
  const kept = JSON.parse(await readFile(new URL(file, import.meta.url), "utf8"));
  await expect(demoModel(kept.metrics.fitMs)).toMatchFileSnapshot(file);
});
