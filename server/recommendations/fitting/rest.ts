interface World {
  /** Whether the process has served anybody since the last look. */
  readonly isBusy: () => boolean;
  readonly now: () => number;
  /** Blocks the thread. */
  readonly sleep: (ms: number) => void;
}

/** Work that shares processors with people who wait goes on for so long at a time. */
const pieceMs = 4;
const lookEveryMs = 10;
/** However busy the process is: so work takes at most 26 times as long as alone. */
const mostRestMs = 100;
/** A thread that is seldom given a processor rests as often for less work; after so much it goes on regardless. */
const mostInAllMs = 300_000;

/** Stands aside between two pieces of work while the process serves people, until nobody comes, or 100 ms. */
export function createRest({ isBusy, now, sleep }: World) {
  let pieceBeganAt = now();
  let restedMs = 0;
  return {
    /** After each step of the work. */
    rest(): void {
      if (now() - pieceBeganAt < pieceMs || restedMs >= mostInAllMs) return;
      for (let rested = 0; rested < mostRestMs && isBusy(); rested += lookEveryMs) {
        sleep(lookEveryMs);
        restedMs += lookEveryMs;
      }
      pieceBeganAt = now();
    },
    restedMs: () => restedMs,
  };
}
