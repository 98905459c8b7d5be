import { rowOf } from "../../platform/csv.ts";
import type { Listed } from "./compare.ts";

/** Everybody's list by every model, so that anyone can recompute the figures; line after line, for a stream. */
export function* dumpOf(lists: readonly Listed[], categories: readonly string[]): Generator<string> {
  yield rowOf(["household_id", "model", "rank", "category"]);
  for (const { person, name, list } of lists) {
    for (const [at, place] of list.entries()) yield rowOf([person, name, at + 1, categories[place] ?? ""]);
  }
}
