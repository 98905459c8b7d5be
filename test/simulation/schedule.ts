import { setImmediate as afterMicrotasks } from "node:timers/promises";
import { vi } from "vitest";
import { type Chance, createChance } from "../../server/platform/chance.ts";

/** A run that is not over after so many steps goes round in a circle. */
const mostSteps = 100_000;

interface Timer {
  readonly at: number;
  readonly wake: () => void;
}

export interface Schedule {
  readonly chance: Chance;
  /** Virtual milliseconds since the run began. */
  now(): number;
  wait(milliseconds: number): Promise<void>;
  /** Some time on the way, as the seed says. */
  delay(mostMs: number): Promise<void>;
}

/** Timers of a run, the next one first; of two at one moment, the one that was set first. */
function createTimers() {
  const timers = new Map<number, Timer>();
  let time = 0;
  let made = 0;
  const set = (wake: () => void, milliseconds = 0): number => {
    made += 1;
    timers.set(made, { at: time + Math.max(0, milliseconds), wake });
    return made;
  };
  return {
    now: () => time,
    set,
    clear: (timer: number) => void timers.delete(timer),
    /** Wakes the next one; false when nothing waits. */
    next(): boolean {
      let [first, soonest]: [number, Timer | undefined] = [0, undefined];
      for (const [name, timer] of timers)
        if (soonest === undefined || timer.at < soonest.at) [first, soonest] = [name, timer];
      if (soonest === undefined) return false;
      timers.delete(first);
      time = soonest.at;
      soonest.wake();
      return true;
    },
  };
}
type Timers = ReturnType<typeof createTimers>;

/** What programs find in place of the machine's time and chance. */
function stub({ now, set, clear }: Timers, chance: Chance): void {
  const listening = { addEventListener: () => undefined, removeEventListener: () => undefined };
  const hex = (digits: number) => Array.from({ length: digits }, () => chance.whole(0, 15).toString(16)).join("");
  const fakes = {
    setTimeout: set,
    clearTimeout: clear,
    setImmediate: (wake: () => void) => set(wake, 0),
    performance: { now },
    crypto: { randomUUID: () => [8, 4, 4, 4, 12].map(hex).join("-") },
    window: { ...listening, dispatchEvent: () => true },
    document: { ...listening, hidden: false },
  };
  for (const [name, fake] of Object.entries(fakes)) vi.stubGlobal(name, fake);
  vi.spyOn(Math, "random").mockImplementation(() => chance.between(0, 1));
  vi.spyOn(Date, "now").mockImplementation(now);
}

/**
 * Plays something in virtual time: timers of the product and of its pages wake when the run comes to them, chance is
 * the seed's, and nothing else decides what happens first. One seed is one run, and takes no longer than its steps.
 */
export async function simulate<Result>(seed: number, play: (schedule: Schedule) => Promise<Result>): Promise<Result> {
  const [timers, chance] = [createTimers(), createChance(seed)];
  const wait = (milliseconds: number) => new Promise<void>((resolve) => void timers.set(resolve, milliseconds));
  const delay = (mostMs: number) => wait(chance.between(0, mostMs));
  stub(timers, chance);
  try {
    let isOver = false;
    const playing = play({ chance, now: timers.now, wait, delay }).finally(() => {
      isOver = true;
    });
    playing.catch(() => undefined);
    for (let step = 0; step < mostSteps; step += 1) {
      await afterMicrotasks();
      if (isOver) return await playing;
      if (!timers.next()) throw new Error(`seed ${seed}: everybody waits and nobody comes`);
    }
    throw new Error(`seed ${seed}: not over after ${mostSteps} steps, at ${timers.now()} ms`);
  } finally {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  }
}
