import { expect, test } from "vitest";
import { emptyTaste } from "../models/training.ts";
import { compareEntrants } from "./compare.ts";

test("S36: new categories only: what somebody had bought is neither listed nor relevant", () => {
  const taste = { ...emptyTaste("somebody", 4), times: Float64Array.of(5, 0, 0, 0) };
  const cases = [{ taste, relevant: new Set([0, 2]) }];
  const entrants = [{ name: "popularity", score: () => Float64Array.of(9, 8, 7, 6) } as const];
  const { repeats, fresh } = compareEntrants({ cases, entrants, categories: 4, seed: 1 });
  // Listed 0, 1, 2, of which 0 and 2 are relevant; then 1, 2, 3, of which 2 is.
  expect(repeats.standings[0]?.figures).toMatchObject({ mrr: 1, precision3: 2 / 3 });
  expect(fresh?.standings[0]?.figures).toMatchObject({ mrr: 1 / 2, precision3: 1 / 3, recall3: 1 });
});
