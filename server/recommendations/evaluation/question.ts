import type { Profiles, Purchases } from "../purchases/purchases.ts";
import type { Entrant } from "./compare.ts";

/** What an evaluation is asked: two windows, and what is known beside them. */
export interface Question {
  readonly train: Purchases;
  readonly test: Purchases;
  readonly profiles: Profiles;
  /** Whether a person is a cell of people; see `Relevance`. */
  readonly isOfCells: boolean;
  readonly seed: number;
  /** Who knows what was planted, where something was. */
  readonly oracle: Entrant | null;
}
