import type { Known, Purchases } from "../purchases/purchases.ts";
import type { Entrant } from "./compare.ts";

/** What an evaluation is asked: two windows, and what is known beside them. */
export interface Question extends Known {
  readonly train: Purchases;
  readonly test: Purchases;
  /** Whether a person is a cell of people; see `Relevance`. */
  readonly isOfCells: boolean;
  readonly seed: number;
  /** Who knows what was planted, where something was. */
  readonly oracle: Entrant | null;
}
