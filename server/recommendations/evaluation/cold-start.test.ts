import { expect, test } from "vitest";
import { toPurchases } from "../purchases/purchases.ts";
import { evaluateColdStart } from "./cold-start.ts";

test("D26: cold start trains on nobody whom it judges: what they alone buy is in no list", () => {
  const names = Array.from({ length: 20 }, (_, at) => `${10 + at}`);
  const inWeek = (week: number) =>
    toPurchases(names.map((name) => ({ person: name, category: `goods ${name}`, week, times: 5, amount: 5 })));
  const known = { profiles: new Map(names.map((name) => [name, [name]])), prior: new Set<string>() };
  const windows = { train: inWeek(1), test: inWeek(2) };
  const judged = evaluateColdStart({ ...windows, ...known, isOfCells: true, seed: 1, oracle: null });
  for (const window of [judged.later, judged.earlier]) {
    expect(window).toMatchObject({ people: 20, popularity: { precision3: 0 }, segment: { precision3: 0 } });
  }
});
