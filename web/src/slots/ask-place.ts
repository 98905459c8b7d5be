import type { SlotFrame } from "../../../shared/live.ts";

/** So many people ask at once when too many left to be listed; they spread themselves over this. */
const askWithinMs = 5_000;

/**
 * Asks once for what a message could not tell: at once where it concerns me alone, else at some moment within 5 s, so
 * that a whole line does not ask in the same instant. A later wish takes the place of one that still waits.
 */
export function createAsking(ask: () => void, random = Math.random) {
  let later: ReturnType<typeof setTimeout> | undefined;
  function askWithin(withinMs: number): void {
    clearTimeout(later);
    later = setTimeout(ask, random() * withinMs);
  }
  return {
    now: () => askWithin(0),
    /** Everybody who follows the slot was told the same. */
    likeAllOthers: () => askWithin(askWithinMs),
    /** My place cannot be computed from this message: too many left, or I am among those who did. */
    about: ({ gone }: Pick<SlotFrame, "gone">) => askWithin(gone === null ? askWithinMs : 0),
    stop: () => clearTimeout(later),
  };
}
