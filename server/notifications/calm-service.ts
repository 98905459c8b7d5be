import type { Clock } from "../platform/clock.ts";

const lookMs = 50;
/** Presses between two looks that make a rush: 200 a second. */
const fewestOfRush = 10;
/** So long mails wait for a rush; one that lasts longer shares the process with them. */
const longestMs = 10_000;

interface World {
  /** Presses for a place in this process so far. */
  readonly pressed: () => number;
  readonly clock: Clock;
}

/**
 * Waits while people press: a mail costs more of the process, and of an embedded database its one connection, than a
 * place in the line, and whoever presses waits for the answer. At most ten seconds of one rush.
 */
export function createCalm({ pressed, clock }: World) {
  let rushSince: number | null = null;
  return async (): Promise<void> => {
    for (;;) {
      const before = pressed();
      await clock.wait(lookMs);
      const isRush = pressed() - before >= fewestOfRush;
      rushSince = isRush ? (rushSince ?? clock.now()) : null;
      if (rushSince === null || clock.now() - rushSince >= longestMs) return;
    }
  };
}
